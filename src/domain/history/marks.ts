/**
 * Marks a person or the engine sets beside a release tag that must not be built upon. They are annotated tags of their
 * own, `slipway/rejected/<tag>` and `slipway/rolled-back/<tag>`, so the release tag itself never moves.
 */
export const MARKS = ["rejected", "rolled-back"] as const;
export type Mark = (typeof MARKS)[number];

export function markTag(mark: Mark, tag: string): string {
  return `slipway/${mark}/${tag}`;
}

/** The release tags that carry a mark, among all tags of a repository. */
export function markedTags(tags: Iterable<{ readonly name: string }>): ReadonlyMap<string, Mark> {
  const marked = new Map<string, Mark>();
  for (const { name } of tags) {
    if (!name.startsWith("slipway/")) continue;
    for (const mark of MARKS) {
      const prefix = markTag(mark, "");
      if (name.startsWith(prefix)) marked.set(name.slice(prefix.length), mark);
    }
  }
  return marked;
}
