import { isReleaseFile } from "../../domain/artifact/release-files.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/**
 * Paths of the reports and records in the tag's tree that count for the release: what was examined is its commit, or one
 * from which it differs only in files that a release writes itself.
 */
export async function countedEvidence(
  { repository, branches }: ArtifactTools,
  { product, tag, names }: TaggedRelease,
): Promise<readonly string[]> {
  const paths = (await repository.list(tag.commit, names.evidence)).filter((path) => path.endsWith(".json"));
  const records = await repository.files(tag.commit, paths);
  const files = {
    changelogs: product.components.map(({ changelog }) => changelog),
    versionFiles: product.components.flatMap(({ versionFiles }) => versionFiles.map(({ path }) => path)),
    folder: product.releaseFolder,
  };
  const answers = new Map<string, Promise<boolean>>();
  const counts = async (commit: string): Promise<boolean> => {
    if (commit === tag.commit) return true;
    if (!(await repository.isAncestor(commit, tag.commit))) return false;
    return (await branches.changedBetween(commit, tag.commit)).every((path) => isReleaseFile(path, files));
  };
  const found: string[] = [];
  for (const [path, bytes] of records) {
    const commit = commitIn(bytes.toString());
    if (commit === undefined) continue;
    const answer = answers.get(commit) ?? counts(commit);
    answers.set(commit, answer);
    if (await answer) found.push(path, path.slice(0, -".json".length));
  }
  return found;
}

/** Full hashes alone: a name in a record could mean another commit tomorrow. */
function commitIn(record: string): string | undefined {
  try {
    const { commit } = JSON.parse(record) as { commit?: unknown };
    return typeof commit === "string" && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
  } catch {
    return undefined;
  }
}
