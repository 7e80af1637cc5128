import type { Commit } from "../../domain/commit/commit.ts";
import type { Release } from "../../domain/history/base-search.ts";
import type { Snapshots } from "../ports.ts";
import type { MemoryHistory } from "./memory-history.ts";
import type { TagIndex } from "../release-tags.ts";
import type { PastConvention } from "./past-conventions.ts";
import type { ReleaseLine } from "./release-lines.ts";

/** One release to replay, with all that is known about it. */
export interface Replay extends PastConvention {
  readonly line: ReleaseLine;
  /** All tags of the repository. */
  readonly index: TagIndex;
  readonly release: Release;
  readonly previous: Commit | undefined;
  readonly following: Commit | undefined;
  readonly history: MemoryHistory;
  readonly snapshots: Snapshots;
}
