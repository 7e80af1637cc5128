import { shortHash } from "../commit/commit.ts";
import { compareBumps, type Bump } from "../version/bump.ts";
import type { Change } from "./change.ts";

/** The inputs that may decide a version: commits, an API comparison or other check, scope items, a bumped dependency. */
export const SIGNAL_SOURCES = ["commits", "api", "scope", "dependency"] as const;
export type SignalSource = (typeof SIGNAL_SOURCES)[number];

/** What one input says about the significance of a release, and the evidence for it in one sentence. */
export interface Signal {
  readonly source: SignalSource;
  readonly bump: Bump;
  readonly evidence: string;
  /** Counts only for a release with this number; absent: for any. */
  readonly release?: string;
}

/**
 * The highest input wins; among equals commits come first, then the order of the list. Where there is any change, the
 * answer is never below `floor`.
 */
export function strongestSignal(changes: readonly Change[], others: readonly Signal[], floor: Bump): Signal {
  let strongest = raised(signalOfCommits(changes), changes.length, floor);
  for (const signal of others) if (compareBumps(signal.bump, strongest.bump) > 0) strongest = signal;
  return strongest;
}

function raised(signal: Signal, count: number, floor: Bump): Signal {
  if (count === 0 || compareBumps(signal.bump, floor) >= 0) return signal;
  const evidence = `any of ${count} changes is at least a ${floor} (versioning.floor)`;
  return { source: "commits", bump: floor, evidence };
}

function signalOfCommits(changes: readonly Change[]): Signal {
  let strongest: Change | undefined;
  for (const change of changes) {
    if (strongest === undefined || compareBumps(change.bump, strongest.bump) > 0) strongest = change;
  }
  if (strongest === undefined || strongest.bump === "none") {
    const count = changes.length === 0 ? "no change" : `none of ${changes.length} changes`;
    return { source: "commits", bump: "none", evidence: `${count} since the last release releases anything` };
  }
  const { commit, subject, rule, bump } = strongest;
  return { source: "commits", bump, evidence: `commit ${shortHash(commit)} "${subject.slice(0, 100)}" (${rule})` };
}
