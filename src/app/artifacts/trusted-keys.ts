import { resolve } from "node:path";
import { fails, type ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import { isSlipwayError, SlipwayError } from "../../kernel/problem.ts";
import type { ArtifactFiles, PublicKey } from "../artifact-ports.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import { readText } from "./read-file.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/**
 * Keys whose signatures count for a release: those in the key folder at its tag, and the one somebody names. A file at
 * the tag that holds no public key is told as a check that fails.
 */
export async function trustedKeys(
  { repository, artifacts }: ArtifactTools,
  { tag, names }: TaggedRelease,
  path: string | undefined,
): Promise<{ keys: readonly PublicKey[]; unusable: readonly ArtifactCheck[] }> {
  const paths = (await repository.list(tag.commit, names.keys)).filter((name) => name.endsWith(".pem"));
  const keys: PublicKey[] = [];
  const unusable: ArtifactCheck[] = [];
  for (const [name, pem] of await repository.files(tag.commit, paths)) {
    try {
      keys.push(artifacts.keys.parse(pem.toString(), `${name} at ${tag.name}`));
    } catch (error) {
      if (!isSlipwayError(error)) throw error;
      unusable.push(fails("keys", name, ...error.problems.map(({ found }) => found)));
    }
  }
  if (path !== undefined) keys.push(artifacts.keys.parse(await readKey(artifacts.files, path), path));
  return { keys: [...new Map(keys.map((key) => [key.id, key])).values()], unusable };
}

async function readKey(files: ArtifactFiles, path: string): Promise<string> {
  const text = await readText(files, resolve(path));
  if (text !== undefined) return text;
  throw new SlipwayError({
    code: "public-key",
    kind: "input",
    found: `there is no key file ${path}`,
    expected: "a public key in PEM form",
    action: "correct the path after --key",
  });
}
