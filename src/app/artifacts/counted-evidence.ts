import { foreignDifferences } from "../evidence/release-only.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/**
 * Paths of the reports and records in the tag's tree that count for the release: what was examined is its commit, or one
 * before it that differs only in what a release writes itself.
 */
export async function countedEvidence(
  tools: ArtifactTools,
  { product, tag, names }: TaggedRelease,
): Promise<readonly string[]> {
  const { repository } = tools;
  const paths = (await repository.list(tag.commit, names.evidence)).filter((path) => path.endsWith(".json"));
  const records = await repository.files(tag.commit, paths);
  const answers = new Map<string, boolean>();
  const counts = async (commit: string): Promise<boolean> =>
    commit === tag.commit ||
    ((await repository.isAncestor(commit, tag.commit)) &&
      (await foreignDifferences(tools, product, commit, tag.commit)).length === 0);
  const found: string[] = [];
  for (const [path, bytes] of records) {
    const commits = commitsIn(bytes.toString());
    for (const commit of commits) if (!answers.has(commit)) answers.set(commit, await counts(commit));
    if (commits.some((commit) => answers.get(commit))) found.push(path, path.slice(0, -".json".length));
  }
  return found;
}

/** Commits a record is of. Full hashes alone: a name could mean another commit tomorrow. */
function commitsIn(record: string): readonly string[] {
  try {
    const { commit, also = [] } = JSON.parse(record) as { commit?: unknown; also?: { commit?: unknown }[] };
    const commits = [commit, ...also.map((other) => other.commit)];
    return commits.filter((each): each is string => typeof each === "string" && /^[0-9a-f]{40,64}$/.test(each));
  } catch {
    return [];
  }
}
