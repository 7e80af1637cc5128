import type { Change } from "../plan/change.ts";
import { compareBumps, type Bump } from "../version/bump.ts";
import { isPrerelease, versionOf, type Version } from "../version/version.ts";
import { placementsOf, type Placement } from "./placement.ts";
import { SECTIONS, type Section } from "./section.ts";

/** The changelog of one release as a value. Every commit of the release is in `changes` or in `excluded`, or in both. */
export interface ReleaseEntry {
  /** `null` for what is not released yet. */
  readonly version: string | null;
  /** Day of the release, `YYYY-MM-DD`; `null` while there is none. */
  readonly date: string | null;
  readonly tag: string | null;
  readonly commit: string;
  /** What kind of release it is, told from its number. */
  readonly type: ReleaseKind | null;
  /** The highest bump among its changes. */
  readonly bump: Bump;
  readonly title: string | null;
  readonly objective: string | null;
  /** Rejected or rolled back. */
  readonly yanked: boolean;
  readonly changes: readonly ShownChange[];
  /** Changes the text leaves out, each with the rule that says so. */
  readonly excluded: readonly ExcludedChange[];
}

/** A change in one section of the text. A break stands in two. */
export interface ShownChange {
  readonly section: Section;
  readonly commit: string;
  readonly type: string | null;
  readonly scope: string | null;
  readonly text: string;
  readonly pullRequest: number | null;
  readonly issues: readonly string[];
  readonly guide: string | null;
}

type ExcludedChange = Pick<Change, "commit" | "type" | "scope" | "subject" | "rule">;

type ReleaseKind = "major" | "minor" | "patch" | "prerelease";

export type EntryFacts = Pick<ReleaseEntry, "version" | "date" | "tag" | "commit" | "title" | "objective" | "yanked">;

/** Sorts the changes of a release into sections, in the order of `SECTIONS` and, inside one, in the order given. */
export function releaseEntry(facts: EntryFacts, changes: readonly Change[]): ReleaseEntry {
  const shown: ShownChange[] = [];
  const excluded: ExcludedChange[] = [];
  let bump: Bump = "none";
  for (const change of changes) {
    const placements = placementsOf(change);
    if (placements.length === 0) excluded.push(excludedChange(change));
    for (const placement of placements) shown.push(placedChange(change, placement));
    if (compareBumps(change.bump, bump) > 0) bump = change.bump;
  }
  const type = facts.version === null ? null : releaseKind(versionOf(facts.version));
  return { ...facts, type, bump, changes: bySection(shown), excluded };
}

function bySection(changes: readonly ShownChange[]): readonly ShownChange[] {
  if (changes.every(({ section }) => section === changes[0]!.section)) return changes;
  return SECTIONS.flatMap((section) => changes.filter((change) => change.section === section));
}

export function placedChanges(change: Change, placements: readonly Placement[]): ShownChange[] {
  return placements.map((placement) => placedChange(change, placement));
}

function placedChange(change: Change, { section, text, guide }: Placement): ShownChange {
  const { commit, type, scope, pullRequest, issues } = change;
  return { commit, type, scope, pullRequest, issues, section, text, guide };
}

function excludedChange({ commit, type, scope, subject, rule }: Change): ExcludedChange {
  return { commit, type, scope, subject, rule };
}

/** `1.4.2` is a patch, `1.4.0` a minor and `2.0.0` a major release, whatever came before. */
function releaseKind(version: Version | undefined): ReleaseKind | null {
  if (version === undefined) return null;
  if (isPrerelease(version)) return "prerelease";
  if (version.patch > 0) return "patch";
  return version.minor > 0 ? "minor" : "major";
}
