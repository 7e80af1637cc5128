import type { Commit } from "../commit/commit.ts";
import type { Release } from "../history/base-search.ts";
import type { Version } from "../version/version.ts";
import type { ZeroPolicy } from "../version/bump.ts";
import type { ReleaseSection } from "./release-section.ts";

/**
 * What a repository tells about one of its past releases. Our own answer is not among it: whether a person chose a number
 * must never be judged by whether we would have chosen another.
 */
export interface ReleaseFacts {
  readonly version: Version;
  readonly isAnnotated: boolean;
  /** The commit that carries the tag. */
  readonly commit: Commit;
  /** Release commits before and after it on the same line of releases. */
  readonly previous: Commit | undefined;
  readonly following: Commit | undefined;
  /** The release it follows. It is found by our rules, so a reason that needs it leans on them. */
  readonly base: Release | undefined;
  /** Commits since the base. */
  readonly range: readonly Commit[];
  /** Commits since the release before, which may be a pre-release of the same channel. */
  readonly fresh: readonly Commit[];
  /** Pre-releases since the base. */
  readonly prereleases: readonly Version[];
  /** The tool whose settings stand in the tree of the commit. */
  readonly tool: string;
  /** Code of somebody else that decides instead of the tool. */
  readonly foreignCode: string | undefined;
  /** The settings ask for a pre-release of the tool itself. */
  readonly isToolUnfinished: boolean;
  /** Every command that runs the tool names the number or the kind of change, so that the tool derives neither. */
  readonly isNumberCommanded: boolean;
  /** Numbers that the settings ask for, such as `release-as`. */
  readonly numbersInSettings: readonly string[];
  readonly zero: ZeroPolicy;
  /** A lower release stands on the same commit: a stable one, or one of the same channel. */
  readonly hasLowerTwin: boolean;
  /** The number of a pre-release was released before, so that its suffix names a variant. */
  readonly isVariant: boolean;
  /** A pre-release counts from above 1, and no tag of the repository holds the counter before it. */
  readonly isCounterSkipped: boolean;
  /** What the changelog in the same tree tells about this release; absent when it has no section for it. */
  readonly section: ReleaseSection | undefined;
  /** Whether that section lists commits that did not come after the base, or that the release does not contain. */
  readonly listsOthers: boolean;
  /** That section lists commits, and the base contains all of them. */
  readonly isOldNoted: boolean;
  /** Whether the tree has a changelog that tells of any release. */
  readonly keepsNotes: boolean;
  /** Whether that changelog has a section for the base. */
  readonly hasBaseSection: boolean;
}
