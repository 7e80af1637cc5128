import type { Arrival, Debt } from "./environment-event.ts";

/** An environment as its events tell it. */
export interface EnvironmentState {
  /** That of the last holder; 0 before the first. It only grows. */
  readonly epoch: number;
  readonly lease: HeldLease | null;
  /** Who waits for the lease, first come first. */
  readonly queue: readonly Waiting[];
  /** What was live for each member, the last one is live now. At most `HISTORY_MAX` of each. */
  readonly deployments: ReadonlyMap<string, readonly Deployment[]>;
  /** Versions that must not come back, each with the reason. */
  readonly bad: ReadonlyMap<string, string>;
  /** Debts that are not settled. */
  readonly debts: ReadonlyMap<string, Debt>;
}

export interface HeldLease {
  readonly epoch: number;
  readonly effect: string;
  readonly release: string;
  /** Unix milliseconds. */
  readonly since: number;
}

export interface Waiting {
  readonly release: string;
  readonly step: string;
  /** Unix milliseconds. */
  readonly since: number;
}

export interface Deployment extends Arrival {
  /** Unix milliseconds. */
  readonly at: number;
  readonly isVerified: boolean;
  /** A rollback replaced it, or took it away. */
  readonly isRolledBack: boolean;
  /** It was taken away, and nothing serves in its place. */
  readonly isGone: boolean;
}

/** Nobody goes back past so many deployments; the ledger keeps them all. */
export const HISTORY_MAX = 100;

export const EMPTY_ENVIRONMENT: EnvironmentState = {
  epoch: 0,
  lease: null,
  queue: [],
  deployments: new Map(),
  bad: new Map(),
  debts: new Map(),
};

/** What serves now. */
export function liveIn({ deployments }: EnvironmentState, member: string): Deployment | undefined {
  const last = deployments.get(member)?.at(-1);
  return last?.isGone === true ? undefined : last;
}
