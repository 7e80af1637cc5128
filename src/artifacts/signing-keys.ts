import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { SigningKeys } from "../app/artifact-ports.ts";
import type { Repository } from "../app/ports.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { describeKey, parsePublicKey } from "./public-key.ts";

/** Name of the environment variable that holds a private key, for machines without a disk of their own. */
const KEY_VARIABLE = "SLIPWAY_SIGNING_KEY";

export interface KeyPlaces {
  readonly repository: Repository;
  /** Text of the private key in the environment. */
  readonly environment: string | undefined;
}

/** A private key and where it came from. */
interface PrivateKey {
  readonly key: KeyObject;
  readonly source: string;
}

/** Keys in PEM files (PKCS #8). The usual place is in the git folder, where no commit and no copy of the tree finds it. */
export function openSigningKeys(places: KeyPlaces): SigningKeys {
  return {
    async find(path) {
      const found = await findPrivateKey(places, path);
      return found === undefined ? undefined : describeKey(createPublicKey(found.key), found.source);
    },
    async need(path) {
      const { key, source } = await needPrivateKey(places, path);
      return describeKey(createPublicKey(key), source);
    },
    create: async (path) => createKey(path === undefined ? await usualPlace(places) : resolve(path)),
    parse: parsePublicKey,
  };
}

/** A path counts before the environment, and that before the usual place. */
async function findPrivateKey(places: KeyPlaces, path: string | undefined): Promise<PrivateKey | undefined> {
  if (path === undefined && places.environment !== undefined) {
    const source = `the environment variable ${KEY_VARIABLE}`;
    return { key: parsePrivateKey(places.environment, source), source };
  }
  const file = path === undefined ? await usualPlace(places) : resolve(path);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SlipwayError(unreadable(file, (error as Error).message), { cause: error });
  });
  if (text === undefined) {
    if (path !== undefined) throw new SlipwayError(unreadable(file, "there is no such file"));
    return undefined;
  }
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) throw new SlipwayError(tooOpen(file, mode));
  return { key: parsePrivateKey(text, file), source: file };
}

export async function needPrivateKey(places: KeyPlaces, path: string | undefined): Promise<PrivateKey> {
  const found = await findPrivateKey(places, path);
  if (found === undefined) throw new SlipwayError(noKey());
  return found;
}

async function usualPlace({ repository }: KeyPlaces): Promise<string> {
  return join((await repository.state()).gitFolder, "slipway", "signing-key.pem");
}

function parsePrivateKey(pem: string, source: string): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw new SlipwayError(unreadable(source, "it is encrypted, and there is nobody to ask for a password"));
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new SlipwayError(unreadable(source, "no private key can be read from it"), { cause });
  }
  if (key.asymmetricKeyType !== "ed25519")
    throw new SlipwayError(unreadable(source, `it holds a key of kind ${key.asymmetricKeyType}`));
  return key;
}

/** The file is made with its mode in one step, so that the key is never readable by others, and never replaces another. */
async function createKey(file: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "wx", 0o600).catch((error: unknown) => {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new SlipwayError(isThere ? keyExists(file) : unreadable(file, (error as Error).message), { cause: error });
  });
  try {
    await handle.chmod(0o600); // whatever the umask took away
    await handle.writeFile(privateKey.export({ type: "pkcs8", format: "pem" }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return describeKey(publicKey, file);
}

function unreadable(source: string, reason: string) {
  return {
    code: "signing-key",
    kind: "input",
    found: `${source} cannot be used for signing: ${reason}`,
    expected: "an Ed25519 private key in PEM form (PKCS #8), without a password",
    action: "`slipway key create` makes one; `openssl genpkey -algorithm ed25519` does, too",
  } as const;
}

function tooOpen(file: string, mode: number) {
  return {
    code: "signing-key-exposed",
    kind: "input",
    found: `others can read the private key ${file} (mode ${(mode & 0o777).toString(8).padStart(4, "0")})`,
    expected: "a file that only its owner can read",
    action: `chmod 600 ${file}   (and make a new key if somebody may have read it)`,
  } as const;
}

function keyExists(file: string) {
  return {
    code: "signing-key-exists",
    kind: "refused",
    found: `there is a key at ${file} already, and what it signed would no longer be explained`,
    expected: "a place without a key",
    action: "`slipway key show` tells which key it is; `--file` names another place",
  } as const;
}

function noKey() {
  return {
    code: "signing-key-missing",
    kind: "input",
    found: "there is no key to sign with",
    expected: `a key in the git folder, after --key, or in the environment variable ${KEY_VARIABLE}`,
    action: "slipway key create",
  } as const;
}
