import { unwrap, type Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Release } from "../history/base-search.ts";
import type { Bump } from "../version/bump.ts";
import { formatVersion, parseVersion, releaseOf } from "../version/version.ts";
import type { Change } from "./change.ts";
import type { Dependent } from "./dependents.ts";
import { nextVersion, type Decision, type DecisionInput } from "./next-version.ts";
import { strongestSignal, type Signal } from "./significance.ts";

/** The next version, why it is that one, and everything that counted. Equal inputs give equal bytes. */
export interface Plan {
  /** Absent (`null`) for a product that is released as one. */
  readonly component: string | null;
  readonly current: { readonly version: string; readonly tag: string; readonly commit: string } | null;
  /** `null` when there is nothing to release. */
  readonly next: string | null;
  /** Name of the tag the release will get. */
  readonly tag: string | null;
  readonly bump: Bump;
  readonly channel: string | null;
  readonly type: string | null;
  /** The newest commit the plan covers. */
  readonly to: string;
  /** Number of commits since the current version. */
  readonly commits: number;
  readonly changes: readonly PlannedChange[];
  readonly decidedBy: Decision["decidedBy"];
  /** The decision in one sentence. */
  readonly reason: string;
  readonly rules: { readonly preset: string; readonly source: string; readonly zero: string };
  readonly signals: readonly Signal[];
  readonly dependents: readonly Dependent[];
  readonly warnings: readonly string[];
}

export type PlannedChange = Pick<Change, "commit" | "type" | "scope" | "subject" | "breaking" | "bump" | "rule">;

export interface PlanInput extends Omit<DecisionInput, "bump" | "changes" | "signal"> {
  readonly component: string | null;
  /** The release the range starts after: the last one of the channel, or the last stable one. */
  readonly since: Release | undefined;
  readonly to: string;
  /** Changes since `since`, newest first. */
  readonly changes: readonly Change[];
  /** Changes since the last stable release; the same list unless a channel is planned. */
  readonly changesSinceStable: readonly Change[];
  readonly commits: number;
  /** Other inputs than commits: API comparison, checks, scope items, bumped dependencies. */
  readonly signals: readonly Signal[];
  readonly dependents?: readonly Dependent[];
  readonly writeTag: (version: string) => string;
  readonly warnings: readonly string[];
}

/**
 * Puts a plan together. A refusal (a type that does not admit the changes, a number out of range) is a problem.
 * The release a signal may be meant for is compared with the number that everything else leads to.
 */
export function assemblePlan(input: PlanInput): Result<Plan, Problem> {
  const always = input.signals.filter(({ release }) => release === undefined);
  const plan = assemble({ ...input, signals: always });
  if (always.length === input.signals.length || !plan.ok || plan.value.next === null) return plan;
  const coming = formatVersion(releaseOf(unwrap(parseVersion(plan.value.next))));
  const counted = input.signals.filter(({ release }) => release === undefined || release === coming);
  return counted.length === always.length ? plan : assemble({ ...input, signals: counted });
}

function assemble(input: PlanInput): Result<Plan, Problem> {
  const decision = decide(input);
  if (!decision.ok) return err(decision.error);
  const { next, bump, decidedBy, reason, warnings } = decision.value;
  const { since, rules } = input;
  return ok({
    component: input.component,
    current:
      since === undefined ? null : { version: formatVersion(since.version), tag: since.tag, commit: since.commit },
    next,
    tag: next === null ? null : input.writeTag(next),
    bump,
    channel: input.channel ?? null,
    type: input.type?.name ?? null,
    to: input.to,
    commits: input.commits,
    changes: input.changes.map((change) => planned(change)),
    decidedBy,
    reason,
    rules: { preset: rules.preset, source: rules.source, zero: rules.zero },
    signals: input.signals,
    dependents: input.dependents ?? [],
    warnings: [...input.warnings, ...warnings],
  });
}

/**
 * Whether there is anything to release is asked of the changes since the last release on the channel. How far the number
 * moves follows from everything since the last stable one, unless all that is new came from there.
 */
function decide(input: PlanInput): Result<Decision, Problem> {
  const { floor } = input.rules;
  const signal = strongestSignal(input.changesSinceStable, input.signals, floor);
  const fresh = strongestSignal(input.changes, input.signals, floor);
  const strongest = signal.bump === "none" ? fresh : signal;
  return nextVersion({ ...input, changes: input.changesSinceStable, signal: strongest, bump: fresh.bump });
}

function planned({ commit, type, scope, subject, breaking, bump, rule }: Change): PlannedChange {
  return { commit, type, scope, subject, breaking, bump, rule };
}
