import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Release } from "../history/base-search.ts";
import { bumpBetween, bumpVersion, effectiveBump, type Bump } from "../version/bump.ts";
import { nextOnChannel } from "../version/channel.ts";
import { formatVersion, highestVersion, releaseOf, type Version } from "../version/version.ts";
import type { Change } from "./change.ts";
import { outOfRange, type MaintenanceRange } from "./maintenance.ts";
import { chosenVersion, type AskedVersion, type Override } from "./override.ts";
import { fitToType, type ReleaseType } from "./release-type.ts";
import type { RuleSet } from "./rules.ts";
import type { Signal, SignalSource } from "./significance.ts";

export interface DecisionInput {
  readonly rules: RuleSet;
  /** The last stable release the commit stands on. */
  readonly stable: Release | undefined;
  readonly initial: Version;
  /** Name of a pre-release channel; absent for a stable release. */
  readonly channel?: string;
  /** Known pre-releases newer than `stable`. */
  readonly prereleases: readonly Version[];
  readonly type?: ReleaseType;
  readonly override?: Override;
  readonly maintenance?: MaintenanceRange;
  /** Whether a version is used up by a tag that this history does not contain. */
  readonly isTaken: (version: string) => boolean;
  /** A version the settings ask for. */
  readonly asked?: AskedVersion;
  /** Changes since `stable`. */
  readonly changes: readonly Change[];
  /** The strongest input since `stable`. */
  readonly signal: Signal;
  /** The highest bump since the last release of any kind; `none` means there is nothing to release. */
  readonly bump: Bump;
}

export interface Decision {
  readonly next: string | null;
  readonly bump: Bump;
  readonly decidedBy:
    | SignalSource
    | "release type"
    | "first release"
    | "Release-As"
    | "override"
    | "pre-release"
    | null;
  readonly reason: string;
  readonly warnings: readonly string[];
}

/** Decides the next version from what counted. Pure: the same input gives the same answer. */
export function nextVersion(input: DecisionInput): Result<Decision, Problem> {
  const { asked, ...others } = input;
  const chosen = chosenVersion(asked === undefined || input.bump === "none" ? others : { ...others, asked });
  if (!chosen.ok) return chosen;
  if (chosen.value !== undefined) return decideChosen(input, chosen.value.version, chosen.value);
  const typed = fitToType(input);
  if (!typed.ok) return typed;
  if (input.bump === "none") {
    return ok({ next: null, bump: "none", decidedBy: null, reason: input.signal.evidence, warnings: [] });
  }
  return number(input, typed.value);
}

function number(input: DecisionInput, typed: { bump: Bump; byType: boolean }): Result<Decision, Problem> {
  const { stable, signal, channel, initial, type } = input;
  const bump = stable === undefined ? typed.bump : effectiveBump(typed.bump, stable.version, input.rules.zero);
  const wanted =
    channel === undefined ? nextStable(input, bump) : nextOnChannel({ ...prerelease(input, channel), bump });
  const fault = outOfRange(input.maintenance, wanted, input.changes);
  if (fault !== undefined) return err(fault);
  const { version, warnings } = firstFree(input, wanted, bump, channel);
  const lowered = bump === typed.bump ? "" : `; below 1.0.0 ${input.rules.zero} makes it ${bump}`;
  const decidedBy = typed.byType ? "release type" : stable === undefined ? "first release" : signal.source;
  const reason = typed.byType
    ? `release type ${type?.name} is ${typed.bump} here; ${signal.evidence}`
    : stable === undefined
      ? `first release: ${formatVersion(initial)}; ${signal.evidence}`
      : `${typed.bump}: ${signal.evidence}${lowered}`;
  return ok({ next: formatVersion(version), bump, decidedBy, reason, warnings });
}

/** A pre-release announced a number; the release that follows it is never below that number. */
function nextStable({ stable, initial, prereleases }: DecisionInput, bump: Bump): Version {
  const target = stable === undefined ? initial : bumpVersion(stable.version, bump);
  return highestVersion([target, ...prereleases.map((version) => releaseOf(version))])!;
}

function prerelease({ stable, prereleases, initial, rules }: DecisionInput, channel: string) {
  return { channel, stable: stable?.version, existing: prereleases, initial, firstCounter: rules.firstCounter };
}

/** Numbers are used once: one that a tag outside this history holds is passed over, and the plan says so. */
function firstFree(input: DecisionInput, wanted: Version, bump: Bump, channel: string | undefined) {
  const warnings: string[] = [];
  let version = wanted;
  while (input.isTaken(formatVersion(version))) {
    const taken = formatVersion(version);
    version =
      channel === undefined
        ? bumpVersion(version, bump === "none" ? "patch" : bump)
        : nextOnChannel({ ...prerelease(input, channel), bump, existing: [...input.prereleases, version] });
    warnings.push(
      `${taken} is taken by a tag that this history does not contain, so ${formatVersion(version)} is next; ` +
        "merge that release first if its changes belong in this one",
    );
  }
  return { version, warnings };
}

function decideChosen(
  input: DecisionInput,
  version: Version,
  { decidedBy, reason }: Pick<Decision, "decidedBy" | "reason">,
): Result<Decision, Problem> {
  const bump = input.stable === undefined ? "none" : bumpBetween(input.stable.version, releaseOf(version));
  const fault = outOfRange(input.maintenance, version, input.changes);
  if (fault !== undefined) return err(fault);
  return ok({ next: formatVersion(version), bump, decidedBy, reason, warnings: [] });
}
