import type { Product } from "../../config/product.ts";
import type { PublicKey } from "../artifact-ports.ts";
import type { Repository } from "../ports.ts";
import type { ArtifactServices } from "./artifact-tools.ts";

interface KeyTools {
  readonly repository: Repository;
  readonly artifacts: ArtifactServices;
}

/** The key that signs, and where its public part belongs. */
export interface ShownKey extends PublicKey {
  /** Path of the public part, relative to the top of the repository. */
  readonly publicFile: string;
  /** Whether it is committed there, so that its signatures count for the next release. */
  readonly trusted: boolean;
}

/** Makes a private key, and puts its public part where releases look for the keys they trust. */
export async function createKey(tools: KeyTools, product: Product, file: string | undefined): Promise<ShownKey> {
  const { files, keys } = tools.artifacts;
  await tools.repository.state(); // no key is made where there is no repository
  const key = await keys.create(file);
  await files.write(publicFileOf(key, product), [Buffer.from(key.pem)]);
  return shown(tools, product, key);
}

/** The key that would sign now. */
export async function showKey(tools: KeyTools, product: Product, file: string | undefined): Promise<ShownKey> {
  return shown(tools, product, await tools.artifacts.keys.need(file));
}

async function shown({ repository }: KeyTools, product: Product, key: PublicKey): Promise<ShownKey> {
  const publicFile = publicFileOf(key, product);
  const { head } = await repository.state();
  const committed = head === undefined ? undefined : (await repository.files(head, [publicFile])).get(publicFile);
  return { ...key, publicFile, trusted: committed?.toString() === key.pem };
}

/** Named after the key, so that two never share a file. */
function publicFileOf({ id }: PublicKey, { releaseFolder }: Product): string {
  return `${releaseFolder}/keys/${id.slice(0, 16)}.pem`;
}
