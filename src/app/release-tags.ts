import type { Component } from "../config/product.ts";
import type { Release } from "../domain/history/base-search.ts";
import { markedTags, type Mark } from "../domain/history/marks.ts";
import { recognisePatterns } from "../domain/history/recognise.ts";
import type { TagPattern } from "../domain/history/tag-pattern.ts";
import { unwrap } from "../kernel/problem.ts";
import type { Tag, TagList } from "./ports.ts";

/** All tags of a repository, found by name and by commit. Versions are read from names only where somebody looks. */
export interface TagIndex extends Pick<TagList, "tags" | "named" | "at"> {
  /** The tags, one after the other: whoever stops early leaves the others unread. */
  readonly each: Iterable<Tag>;
  /** The mark a release tag carries, such as rejected. */
  mark(name: string): Mark | undefined;
}

/** The releases of one component, as its tags tell them. */
export interface ReleaseTags {
  /** Releases at a commit that may be built upon: those with a mark are left out. */
  at(commit: string): readonly Release[];
  /** The tag that names a version, with a mark or without: a version is never used twice. */
  find(version: string): Tag | undefined;
  /** Whether a tag carries a mark, such as rejected. */
  isMarked(tag: string): boolean;
  /** Whether a tag is an object of its own rather than a mere name of a commit. */
  isAnnotated(tag: string): boolean;
  /** Whether a name is that of a release tag, whether or not there is one. */
  reads(name: string): boolean;
  /** The release a tag name stands for. */
  named(tag: string): Release | undefined;
  /** The tag name of a new version, written like that of the release before it. */
  write(version: string, after: Release | undefined): string;
  /** Every release, marked ones included, in the order of git's list. */
  all(): Release[];
}

const NO_RELEASES: readonly Release[] = [];

export function indexTags(list: TagList): TagIndex {
  const marked = markedTags(list.hasBelow("slipway") ? list : []);
  let last: { readonly commit: string; readonly tags: readonly Tag[] } | undefined;
  return {
    get tags() {
      return list.tags;
    },
    each: list,
    named: (name) => list.named(name),
    at(commit) {
      if (last?.commit !== commit) last = { commit, tags: list.at(commit) }; // many components ask about the same commit
      return last.tags;
    },
    mark: (name) => (marked.size === 0 ? undefined : marked.get(name)),
  };
}

export function releaseTags(index: TagIndex, component: Component): ReleaseTags {
  const patterns = component.tags ?? unwrap(recognisePatterns(index.each));
  const releaseOf = (tag: Tag): Release | undefined => {
    for (const pattern of patterns) {
      const version = pattern.read(tag.name);
      if (version !== undefined) return { version, tag: tag.name, commit: tag.commit };
    }
    return undefined;
  };
  return {
    at(commit) {
      const here = index.at(commit);
      if (here.length === 0) return NO_RELEASES;
      return here.flatMap((tag) => (index.mark(tag.name) === undefined ? (releaseOf(tag) ?? []) : []));
    },
    find: (version) => patterns.flatMap((pattern) => index.named(pattern.write(version)) ?? [])[0],
    isMarked: (tag) => index.mark(tag) !== undefined,
    isAnnotated: (name) => index.named(name)?.object !== index.named(name)?.commit,
    reads: (name) => patterns.some((pattern) => pattern.read(name) !== undefined),
    named: (name) => {
      const tag = index.named(name);
      return tag === undefined ? undefined : releaseOf(tag);
    },
    write: (version, after) => patternOf(patterns, component, after).write(version),
    all() {
      const releases: Release[] = [];
      for (const tag of index.tags) {
        const release = releaseOf(tag);
        if (release !== undefined) releases.push(release);
      }
      return releases;
    },
  };
}

/** A configured pattern is a decision; a recognised one follows the release before. */
function patternOf(
  patterns: readonly [TagPattern, ...TagPattern[]],
  component: Component,
  after: Release | undefined,
): TagPattern {
  if (component.tags !== null || after === undefined) return patterns[0];
  return patterns.find((pattern) => pattern.read(after.tag) !== undefined) ?? patterns[0];
}
