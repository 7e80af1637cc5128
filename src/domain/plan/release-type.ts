import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { shortHash } from "../commit/commit.ts";
import { compareBumps, effectiveBump, highestBump, type Bump } from "../version/bump.ts";
import type { Release } from "../history/base-search.ts";
import type { Change } from "./change.ts";
import type { RuleSet } from "./rules.ts";
import type { Signal } from "./significance.ts";

/** A kind of release of a process, as far as version numbers are concerned. */
export interface ReleaseType {
  readonly name: string;
  /** The bumps a release of this type may have. */
  readonly bumps: readonly Bump[];
  /** Types of change it admits; absent: any. Changes that release nothing are always admitted. */
  readonly admits?: readonly string[];
  /**
   * Types of change that count towards the number of this release instead of asking for their own, unless they break.
   * Below 1.0.0 alone: from there on a new function is a MINOR (SemVer rule 7), whatever the release is called.
   */
  readonly absorbs?: readonly string[];
}

interface Fit {
  readonly type?: ReleaseType;
  readonly changes: readonly Change[];
  readonly stable: Release | undefined;
  readonly rules: RuleSet;
  readonly signal: Signal;
}

/** The bump under a release type: changes above it are refused and named, changes below it are raised to its smallest. */
export function fitToType(input: Fit): Result<{ bump: Bump; byType: boolean }, Problem> {
  const { type, changes, signal } = input;
  if (type === undefined) return ok({ bump: signal.bump, byType: false });
  const highest = highestBump(type.bumps);
  const effective = (bump: Bump): Bump =>
    input.stable === undefined ? bump : effectiveBump(bump, input.stable.version, input.rules.zero);
  const isUnstable = (input.stable?.version.major ?? 0) === 0;
  const absorbs = ({ type: kind, breaking }: Change): boolean =>
    isUnstable && !breaking && kind !== null && type.absorbs?.includes(kind) === true;
  const offending = changes.filter(
    (change) => (compareBumps(effective(change.bump), highest) > 0 && !absorbs(change)) || !admits(type, change),
  );
  if (offending.length > 0) return err(notAdmitted(type, offending));
  if (signal.source === "commits" && changes.some((change) => change.bump === signal.bump && absorbs(change)))
    return ok({ bump: highest, byType: true });
  if (compareBumps(effective(signal.bump), highest) > 0) return err(signalNotAdmitted(type, signal.evidence));
  if (type.bumps.includes(effective(signal.bump))) return ok({ bump: signal.bump, byType: false });
  const raised = type.bumps.filter((bump) => compareBumps(bump, effective(signal.bump)) >= 0).toSorted(compareBumps)[0];
  return ok({ bump: raised ?? highest, byType: true });
}

function admits({ admits }: ReleaseType, change: Change): boolean {
  if (admits === undefined || change.bump === "none" || change.type === null) return true;
  return admits.includes(change.breaking ? "breaking" : change.type);
}

function notAdmitted({ name, bumps, admits }: ReleaseType, offending: readonly Change[]): Problem {
  const list = offending
    .slice(0, 10)
    .map((change) => `${shortHash(change.commit)} ${change.bump}: ${describe(change)}`);
  const more = offending.length > list.length ? `\n  and ${offending.length - list.length} more` : "";
  return {
    code: "type-restriction",
    kind: "refused",
    found: `a ${name} release does not admit ${offending.length} of the changes:\n  ${list.join("\n  ")}${more}`,
    expected: `only ${bumps.join(" or ")} changes${admits === undefined ? "" : ` of type ${admits.join(", ")}`}`,
    action: "choose a release type that admits them, or take them out of this release",
  };
}

function describe({ type, scope, breaking, subject }: Change): string {
  return `${type ?? ""}${scope === null ? "" : `(${scope})`}${breaking ? "!" : ""}${type === null ? "" : ": "}${subject}`;
}

function signalNotAdmitted({ name, bumps }: ReleaseType, evidence: string): Problem {
  return {
    code: "type-restriction",
    kind: "refused",
    found: `a ${name} release does not admit what was found: ${evidence}`,
    expected: `at most ${bumps.join(" or ")}`,
    action: "choose a release type that admits it",
  };
}
