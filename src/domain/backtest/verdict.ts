import { bumpBetween } from "../version/bump.ts";
import { formatVersion, isPrerelease, type Version } from "../version/version.ts";
import type { PersonChosen } from "./person-chosen.ts";

/** How the answer for one past release compares with what was released. */
export interface Verdict {
  readonly tag: string;
  readonly component: string | null;
  readonly version: Version;
  readonly base: Version | undefined;
  readonly outcome: "exact" | "differs" | "left out";
  /** Our answer; `null` when it was that there is nothing to release. */
  readonly ours: string | null;
  /** In one line, why we answer what we answer. */
  readonly why: string;
  /** Reasons to leave it out; the first one counts. */
  readonly reasons: readonly PersonChosen[];
}

export interface Tally {
  readonly judged: number;
  readonly exact: number;
}

export interface Difference {
  readonly tag: string;
  readonly component: string | null;
  readonly theirs: string;
  readonly ours: string | null;
  readonly base: string | null;
  readonly why: string;
}

/** States of the main line between releases, see {@link readPlainly}. */
export interface NothingTally {
  /** States at which a coarse second reading finds nothing, and how many of them we call nothing to release. */
  readonly states: number;
  readonly nothing: number;
  /** States at which it plainly finds something, and how many of them we release. */
  readonly plain: number;
  readonly released: number;
}

export interface BacktestSummary {
  readonly releases: number;
  readonly leftOut: Readonly<Record<string, number>>;
  /** Stable releases; pre-releases are counted apart. */
  readonly judged: number;
  readonly exact: number;
  readonly majors: Tally;
  readonly prereleases: Tally;
  readonly nothing: NothingTally;
  readonly differences: readonly Difference[];
}

export function summarise(verdicts: readonly Verdict[], nothing: NothingTally): BacktestSummary {
  const leftOut: Record<string, number> = {};
  for (const { outcome, reasons } of verdicts) {
    const id = reasons[0]?.id;
    if (outcome === "left out" && id !== undefined) leftOut[id] = (leftOut[id] ?? 0) + 1;
  }
  const judged = verdicts.filter(({ outcome }) => outcome !== "left out");
  const stable = judged.filter(({ version }) => !isPrerelease(version));
  const majors = stable.filter(({ base, version }) => base !== undefined && bumpBetween(base, version) === "major");
  return {
    releases: verdicts.length,
    leftOut,
    ...tally(stable),
    majors: tally(majors),
    prereleases: tally(judged.filter(({ version }) => isPrerelease(version))),
    nothing,
    differences: judged.filter(({ outcome }) => outcome === "differs").map((verdict) => difference(verdict)),
  };
}

function tally(verdicts: readonly Verdict[]): Tally {
  return { judged: verdicts.length, exact: verdicts.filter(({ outcome }) => outcome === "exact").length };
}

function difference({ tag, component, version, base, ours, why }: Verdict): Difference {
  return {
    tag,
    component,
    theirs: formatVersion(version),
    ours,
    base: base === undefined ? null : formatVersion(base),
    why,
  };
}
