import { splitLogRatio, type SplitCounts } from "./split-ratio.ts";
import type { Harm } from "./policy.ts";

/**
 * Log evidence against one size of harm. It is gathered from the beginning of the stage and, as a second try, from the
 * end of warm-up: a cold canary looks harmed, which never refutes wrongly but would take long to make up for.
 */
export interface Refutation {
  /** One number per rival explanation. */
  readonly fromStart: readonly number[];
  readonly sinceWarm: readonly number[];
  /** Events of the canary, and how many the harm would make (mean and variance), for a single look without rivals. */
  readonly events: number;
  readonly expected: number;
  readonly variance: number;
  /** Refuted once is refuted: later chance cannot take back what an e-value has proven. */
  readonly done: boolean;
}

/**
 * What explains the counts instead: no difference at all, or a small one (a power of the harmful ratio). With the second
 * an unlucky but harmless canary is cleared sooner.
 */
const RIVALS = [
  { power: 0, weight: 0.35 },
  { power: 0.35, weight: 0.65 },
] as const;
const START_WEIGHT = 0.95;

export const NOTHING_REFUTED: Refutation = {
  fromStart: RIVALS.map(() => 0),
  sinceWarm: RIVALS.map(() => 0),
  events: 0,
  expected: 0,
  variance: 0,
  done: false,
};

export interface RefutationStep {
  readonly counts: SplitCounts;
  readonly harm: Harm;
  readonly clumpSize: number;
  readonly warm: boolean;
  /** Whether this is the one look at which `thinRisk` may be taken. */
  readonly isThinLook: boolean;
}

/** Adds an interval: how much better the rivals explain it than the harm does. */
export function observeRefutation(before: Refutation, step: RefutationStep): Refutation {
  const { counts, harm, clumpSize, warm } = step;
  const logs = RIVALS.map(({ power }) => splitLogRatio(counts, harm.ratio ** power, harm.ratio, clumpSize));
  const harmed = (counts.share * harm.ratio) / (1 - counts.share + counts.share * harm.ratio);
  const all = counts.canaryEvents + counts.baselineEvents;
  const after = {
    fromStart: logs.map((log, rival) => (before.fromStart[rival] ?? 0) + log),
    sinceWarm: logs.map((log, rival) => (warm ? (before.sinceWarm[rival] ?? 0) + log : 0)),
    events: before.events + counts.canaryEvents,
    expected: before.expected + all * harmed,
    variance: before.variance + all * harmed * (1 - harmed),
    done: before.done,
  };
  const isProven = refutationEvidence(after) >= 1 / harm.risk;
  const isLikely = step.isThinLook && tooFew(after, clumpSize) <= (harm.thinRisk ?? 0);
  return { ...after, done: before.done || isProven || isLikely };
}

/** Probability of so few events under the harm, by the normal approximation, which errs to the safe side below the mean. */
function tooFew({ events, expected, variance }: Omit<Refutation, "done">, clumpSize: number): number {
  if (variance === 0) return 1;
  const z = (events + 0.5 - expected) / Math.sqrt(variance * (2 * clumpSize - 1));
  return z >= 0 ? 1 : 0.5 * Math.exp(-0.717 * -z - 0.416 * z * z);
}

/** An e-value: its mean is at most 1 while the harm, or a greater one, is there. */
export function refutationEvidence({ fromStart, sinceWarm }: Pick<Refutation, "fromStart" | "sinceWarm">): number {
  return START_WEIGHT * overRivals(fromStart) + (1 - START_WEIGHT) * overRivals(sinceWarm);
}

interface Circumstances {
  readonly harm: Harm;
  readonly share: number;
  /** Events per request in the baseline. */
  readonly eventRate: number;
  readonly clumpSize: number;
}

/** How many requests (both arms) a harmless canary needs on average to multiply the evidence by a factor. */
export function requestsToRefute(factor: number, { harm, share, eventRate, clumpSize }: Circumstances): number {
  if (factor <= 1) return 0;
  const counts = { canaryEvents: share, baselineEvents: 1 - share, share };
  const perEvent = splitLogRatio(counts, 1, harm.ratio, clumpSize);
  return perEvent > 0 && eventRate > 0 ? Math.log(factor) / (perEvent * eventRate) : Number.POSITIVE_INFINITY;
}

function overRivals(logs: readonly number[]): number {
  return RIVALS.reduce((sum, { weight }, rival) => sum + weight * Math.exp(Math.min(400, logs[rival] ?? 0)), 0);
}
