import type { Tag, TagList } from "./ports.ts";

const NO_TAGS: readonly Tag[] = [];

/** Tags that were read already, as the list a repository gives. */
export function listOfTags(tags: readonly Tag[]): TagList {
  let byCommit: Map<string, Tag[]> | undefined;
  let byName: Map<string, Tag> | undefined;
  return {
    tags,
    named: (name) => (byName ??= new Map(tags.map((tag) => [tag.name, tag]))).get(name),
    at: (commit) => (byCommit ??= Map.groupBy(tags, (tag) => tag.commit)).get(commit) ?? NO_TAGS,
    hasBelow: (folder) => tags.some(({ name }) => name.startsWith(`${folder}/`)),
    [Symbol.iterator]: () => tags[Symbol.iterator](),
  };
}
