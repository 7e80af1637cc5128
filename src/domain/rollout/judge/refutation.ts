import { splitLogRatio, type SplitCounts } from "./split-ratio.ts";
import type { Harm } from "./policy.ts";

/**
 * Evidence against one size of harm, from the beginning of the stage and, as a second try, from the end of warm-up: a
 * cold canary looks harmed, which never refutes wrongly but would take long to make up for.
 */
export interface Refutation {
  readonly fromStart: number;
  readonly sinceWarm: number;
}

export const NOTHING_REFUTED: Refutation = { fromStart: 0, sinceWarm: 0 };
const START_WEIGHT = 0.75;

/** Adds an interval: how much better "the canary is like the baseline" explains it than the harm does. */
export function observeRefutation(
  { fromStart, sinceWarm }: Refutation,
  { counts, harm, clumpSize, warm }: { counts: SplitCounts; harm: Harm; clumpSize: number; warm: boolean },
): Refutation {
  const log = splitLogRatio(counts, 1, harm.ratio, clumpSize);
  return { fromStart: fromStart + log, sinceWarm: warm ? sinceWarm + log : 0 };
}

/** An e-value: its mean is at most 1 while the harm, or a greater one, is there. */
export function refutationEvidence({ fromStart, sinceWarm }: Refutation): number {
  return START_WEIGHT * Math.exp(Math.min(400, fromStart)) + (1 - START_WEIGHT) * Math.exp(Math.min(400, sinceWarm));
}

/** How many more requests (both arms) a harmless canary needs on average until the harm is refuted; 0 when it is. */
export function requestsToRefute(
  refutation: Refutation,
  { harm, share, eventRate, clumpSize }: { harm: Harm; share: number; eventRate: number; clumpSize: number },
): number {
  const missing = Math.log(1 / harm.risk) - Math.log(refutationEvidence(refutation));
  if (missing <= 0) return 0;
  const perEvent = splitLogRatio({ canaryEvents: share, baselineEvents: 1 - share, share }, 1, harm.ratio, clumpSize);
  return perEvent > 0 && eventRate > 0 ? missing / (perEvent * eventRate) : Number.POSITIVE_INFINITY;
}
