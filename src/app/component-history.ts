import type { Component } from "../config/product.ts";
import type { Commit } from "../domain/commit/commit.ts";
import type { Release } from "../domain/history/base-search.ts";
import type { Version } from "../domain/version/version.ts";
import type { ReleaseTags } from "./release-tags.ts";

/** What the history says about one component, seen from one commit. */
export interface ComponentHistory {
  readonly component: Component;
  readonly tags: ReleaseTags;
  /** The last stable release. */
  readonly stable: Release | undefined;
  /** The release the next one follows: on a channel it may be a pre-release. */
  readonly since: Release | undefined;
  /** Commits of the component since `stable`, newest first. */
  readonly commits: readonly Commit[];
  /**
   * Commits of the component since `since`, newest first. On a channel that is not a part of `commits`: a merge may bring
   * in what was released meanwhile, and that is new to the channel.
   */
  readonly fresh: readonly Commit[];
  /** Whether a commit came after `since`. */
  isFresh(hash: string): boolean;
  /** Pre-releases since `stable`. */
  readonly prereleases: readonly Version[];
}

export interface HistoryQuery {
  readonly to: string;
  readonly channel: string | undefined;
  /** Tag to start after, instead of the release that is found. */
  readonly from: string | undefined;
}
