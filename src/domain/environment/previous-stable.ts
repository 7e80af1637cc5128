import { compareVersions, versionOf } from "../version/version.ts";
import { liveIn, type Deployment, type EnvironmentState } from "./environment-state.ts";

/**
 * Where a rollback goes: the last version that was deployed for the member, was verified, was not itself rolled back and
 * is not marked bad. `leaving` is the version to get away from; it need not be live, because a deployment may fail early.
 */
export function previousStable(
  state: EnvironmentState,
  member: string,
  leaving: string | undefined = liveIn(state, member)?.version,
): Deployment | undefined {
  return (state.deployments.get(member) ?? []).findLast(
    (deployment) => deployment.version !== leaving && isStable(state, deployment),
  );
}

/** Whether going back leaves nothing: no version was good there before, and what serves, if anything, is what to leave. */
export function isFirst(state: EnvironmentState, member: string, leaving: string): boolean {
  const live = liveIn(state, member);
  const isToLeave = live === undefined || live.version === leaving;
  return isToLeave && previousStable(state, member, leaving) === undefined;
}

function isStable({ bad }: EnvironmentState, { version, isVerified, isRolledBack }: Deployment): boolean {
  return isVerified && !isRolledBack && !bad.has(version);
}

export type Standing = "live" | "stable" | "bad" | "rolled back" | "not verified" | "never there";

const OFFERED = 5;

/** For a choice by hand: the five newest of the tagged versions in SemVer order, with how each of them did there. */
export function fiveLatest(
  tagged: readonly string[],
  state: EnvironmentState,
  member: string,
): { readonly version: string; readonly standing: Standing }[] {
  return tagged
    .flatMap((text) => {
      const version = versionOf(text);
      return version === undefined ? [] : [{ text, version }];
    })
    .toSorted((one, other) => compareVersions(other.version, one.version))
    .slice(0, OFFERED)
    .map(({ text }) => ({ version: text, standing: standingOf(text, state, member) }));
}

function standingOf(version: string, state: EnvironmentState, member: string): Standing {
  if (state.bad.has(version)) return "bad";
  if (liveIn(state, member)?.version === version) return "live";
  const last = (state.deployments.get(member) ?? []).findLast((deployment) => deployment.version === version);
  if (last === undefined) return "never there";
  if (last.isRolledBack) return "rolled back";
  return last.isVerified ? "stable" : "not verified";
}
