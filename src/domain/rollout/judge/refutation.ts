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
}

/**
 * What explains the counts instead: no difference at all, or a small one (a power of the harmful ratio). With the second
 * an unlucky but harmless canary is cleared sooner.
 */
const RIVALS = [
  { power: 0, weight: 0.7 },
  { power: 0.35, weight: 0.3 },
] as const;
const START_WEIGHT = 0.75;

export const NOTHING_REFUTED: Refutation = { fromStart: RIVALS.map(() => 0), sinceWarm: RIVALS.map(() => 0) };

/** Adds an interval: how much better the rivals explain it than the harm does. */
export function observeRefutation(
  { fromStart, sinceWarm }: Refutation,
  { counts, harm, clumpSize, warm }: { counts: SplitCounts; harm: Harm; clumpSize: number; warm: boolean },
): Refutation {
  const logs = RIVALS.map(({ power }) => splitLogRatio(counts, harm.ratio ** power, harm.ratio, clumpSize));
  return {
    fromStart: logs.map((log, rival) => (fromStart[rival] ?? 0) + log),
    sinceWarm: logs.map((log, rival) => (warm ? (sinceWarm[rival] ?? 0) + log : 0)),
  };
}

/** An e-value: its mean is at most 1 while the harm, or a greater one, is there. */
export function refutationEvidence({ fromStart, sinceWarm }: Refutation): number {
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
