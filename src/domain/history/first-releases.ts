import { compareVersions } from "../version/version.ts";
import type { Release } from "./base-search.ts";
import type { CommitGraph } from "./commit-graph.ts";

/**
 * The releases that were the first to hold a commit, one for each line of development it went into: none of them holds
 * another one. The one that was committed first stands first. Looks forward from the commit and stops where it meets a
 * release, so a history with many thousand tags costs no more than the way to the nearest ones.
 */
export function firstReleases(graph: CommitGraph, commit: string, releases: readonly Release[]): Release[] {
  const byCommit = Map.groupBy(releases, (release) => release.commit);
  const met: Release[] = [];
  const seen = new Set([commit]);
  const stack = [commit];
  while (stack.length > 0) {
    const hash = stack.pop()!;
    const here = byCommit.get(hash);
    if (here !== undefined) {
      met.push(
        here.reduce((lowest, release) => (compareVersions(release.version, lowest.version) < 0 ? release : lowest)),
      );
      continue;
    }
    for (const child of graph.children(hash)) {
      if (seen.has(child)) continue;
      seen.add(child);
      stack.push(child);
    }
  }
  return met
    .filter((release) => !met.some((other) => other !== release && graph.contains(release.commit, other.commit)))
    .toSorted(
      (a, b) => graph.committedAt(a.commit) - graph.committedAt(b.commit) || compareVersions(a.version, b.version),
    );
}
