import type { Component } from "../config/product.ts";
import type { Release } from "../domain/history/base-search.ts";
import { markedTags } from "../domain/history/marks.ts";
import { recognisePatterns } from "../domain/history/recognise.ts";
import type { TagPattern } from "../domain/history/tag-pattern.ts";
import { formatVersion, type Version } from "../domain/version/version.ts";
import { unwrap } from "../kernel/problem.ts";
import type { Tag } from "./ports.ts";

/** The releases of one component, as its tags tell them. */
export interface ReleaseTags {
  /** Releases at a commit that may be built upon: those with a mark are left out. */
  at(commit: string): readonly Release[];
  /** The tag that names a version, with a mark or without: a version is never used twice. */
  find(version: string): Tag | undefined;
  /** Whether a tag carries a mark, such as rejected. */
  isMarked(tag: string): boolean;
  /** The release a tag name stands for. */
  named(tag: string): Release | undefined;
  /** The tag name of a new version, written like that of the release before it. */
  write(version: string, after: Release | undefined): string;
  /** Every release tag, marked ones included, in the order of git's list. */
  readonly all: readonly Release[];
}

const NONE: readonly Release[] = [];

export function releaseTags(tags: readonly Tag[], component: Component): ReleaseTags {
  const marked = markedTags(tags.map((tag) => tag.name));
  const patterns = component.tags ?? unwrap(recognisePatterns(tags.map((tag) => tag.name)));
  const at = new Map<string, Release[]>();
  const byVersion = new Map<string, Tag>();
  const byName = new Map<string, Release>();
  for (const tag of tags) {
    const version = readVersion(patterns, tag.name);
    if (version === undefined) continue;
    const release = { version, tag: tag.name, commit: tag.commit };
    byName.set(tag.name, release);
    byVersion.set(formatVersion(version), tag);
    if (marked.has(tag.name)) continue;
    const here = at.get(tag.commit);
    if (here === undefined) at.set(tag.commit, [release]);
    else here.push(release);
  }
  return {
    at: (commit) => at.get(commit) ?? NONE,
    find: (version) => byVersion.get(version),
    isMarked: (tag) => marked.has(tag),
    named: (tag) => byName.get(tag),
    write: (version, after) => patternOf(patterns, component, after).write(version),
    all: [...byName.values()],
  };
}

function readVersion(patterns: readonly TagPattern[], name: string): Version | undefined {
  for (const pattern of patterns) {
    const version = pattern.read(name);
    if (version !== undefined) return version;
  }
  return undefined;
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
