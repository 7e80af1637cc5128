import { dispersionOf, noDispersion, observeDispersion, type Dispersion } from "./dispersion.ts";
import { mixtureEvidence, observeMixture, startMixture, type OnsetMixture } from "./onset-mixture.ts";
import type { Harm } from "./policy.ts";
import { observeRatio, type RatioCurve } from "./ratio-curve.ts";
import {
  NOTHING_REFUTED,
  observeRefutation,
  refutationEvidence,
  requestsToRefute,
  type Refutation,
} from "./refutation.ts";
import { clumpSizeOf, splitLogRatio } from "./split-ratio.ts";

/** Sizes of harm that are looked for, as ratios to the baseline, with weights that add up to 1. */
export interface Alternatives {
  readonly ratios: readonly number[];
  readonly prior: readonly number[];
}

/** Everything known about one kind of event (an error, a slow request) and its share in both arms. */
export interface SplitTest {
  readonly alternatives: Alternatives;
  readonly harms: readonly Harm[];
  readonly dispersion: Dispersion;
  readonly mixture: OnsetMixture;
  readonly refutations: readonly Refutation[];
  readonly curve: RatioCurve;
  readonly canary: Tally;
  readonly baseline: Tally;
  /** For each size of harm, the counts since its most convincing beginning. */
  readonly recent: readonly { readonly canary: Tally; readonly baseline: Tally }[];
}

/** Events among the requests that were used. */
export interface Tally {
  readonly events: number;
  readonly requests: number;
}

export interface SplitStep {
  readonly t: number;
  readonly canary: Tally;
  readonly baseline: Tally;
  /** Ratios up to this are tolerated in this interval. */
  readonly limit: number;
  readonly warm: boolean;
  readonly dt: number;
  readonly tEnd: number;
  readonly enough: number;
}

export function startSplitTest(
  alternatives: Alternatives,
  harms: readonly Harm[],
  dispersion = noDispersion(),
): SplitTest {
  const none: Tally = { events: 0, requests: 0 };
  return {
    alternatives,
    harms,
    dispersion,
    mixture: startMixture(alternatives.ratios.length),
    refutations: harms.map(() => NOTHING_REFUTED),
    curve: [],
    canary: none,
    baseline: none,
    recent: alternatives.ratios.map(() => ({ canary: none, baseline: none })),
  };
}

/** Adds an interval of the rollout. The dispersion used is that of the intervals before it, so that nothing looks ahead. */
export function observeSplit(test: SplitTest, step: SplitStep): SplitTest {
  const { canary, baseline, limit, warm } = step;
  const requests = canary.requests + baseline.requests;
  const dispersion = observeDispersion(test.dispersion, baseline.events, baseline.requests);
  const seen = { canary: add(test.canary, canary), baseline: add(test.baseline, baseline) };
  if (canary.requests === 0 || baseline.requests === 0) return { ...test, dispersion };
  const counts = {
    canaryEvents: canary.events,
    baselineEvents: baseline.events,
    share: canary.requests / requests,
  };
  const spread = dispersionOf(test.dispersion);
  const clumpSize = clumpSizeOf(spread);
  const logFactors = test.alternatives.ratios.map((ratio) =>
    ratio > limit ? splitLogRatio(counts, ratio, limit, clumpSize) : 0,
  );
  return {
    ...test,
    ...seen,
    dispersion,
    recent: test.recent.map((since, size) =>
      (test.mixture.best[size] ?? 0) > 0
        ? { canary: add(since.canary, canary), baseline: add(since.baseline, baseline) }
        : { canary, baseline },
    ),
    mixture: observeMixture(test.mixture, { ...step, intervals: Math.ceil(step.tEnd / step.dt), logFactors }),
    refutations: test.refutations.map((refutation, index) => {
      const harm = test.harms[index];
      if (harm === undefined) return refutation;
      const isThinLook = isHalfTime(step) && isThin({ ...test, ...seen }, harm, step);
      return observeRefutation(refutation, { counts, harm, clumpSize, warm, isThinLook });
    }),
    curve: warm ? observeRatio(test.curve, counts, spread) : test.curve,
  };
}

/** Adds an interval of history, which has no canary. */
export function observeHistory(test: SplitTest, { events, requests }: Tally): SplitTest {
  return { ...test, dispersion: observeDispersion(test.dispersion, events, requests) };
}

export function splitEvidence({ mixture, alternatives }: SplitTest): number {
  return mixtureEvidence(mixture, alternatives.prior);
}

/** Whether every harm has been refuted. */
export function isRefuted({ refutations }: SplitTest): boolean {
  return refutations.every(({ done }) => done);
}

/** Where a test stands in its rollout: so much of the time has passed. */
export interface Progress {
  readonly t: number;
  readonly dt: number;
  readonly tEnd: number;
}

/** Seconds until a harmless canary is cleared of every harm, at the traffic so far; infinite when that is not in sight. */
export function secondsToRefute(test: SplitTest, progress: Progress): number {
  const { canary, baseline } = test;
  if (canary.requests === 0 || baseline.requests === 0) return Number.POSITIVE_INFINITY;
  const perSecond = (canary.requests + baseline.requests) / progress.t;
  const seconds = test.harms.map((harm, index) => {
    const refutation = test.refutations[index] ?? NOTHING_REFUTED;
    if (refutation.done) return 0;
    const factor = 1 / harm.risk / refutationEvidence(refutation);
    const strict = requestsToRefute(factor, circumstances(test, harm)) / perSecond;
    const untilLook = progress.tEnd / 2 - progress.t;
    return untilLook > 0 && isThin(test, harm, progress) ? Math.min(strict, untilLook) : strict;
  });
  return Math.max(0, ...seconds);
}

/**
 * Whether refuting a harm at its full risk would take more than half of the requests the rollout will have. Then waiting
 * for it means waiting in vain, and once, at half-time, the harm's `thinRisk` is taken: a single planned look needs no
 * provision for looking often.
 */
function isThin(test: SplitTest, harm: Harm, { t, tEnd }: Progress): boolean {
  const { canary, baseline } = test;
  if (harm.thinRisk === undefined || canary.requests === 0 || baseline.requests === 0) return false;
  const planned = ((canary.requests + baseline.requests) / t) * Math.max(t, tEnd);
  return requestsToRefute(1 / harm.risk, circumstances(test, harm)) > planned / 2;
}

function isHalfTime({ t, dt, tEnd }: Progress): boolean {
  return t >= tEnd / 2 && t - dt < tEnd / 2;
}

function circumstances({ canary, baseline, dispersion }: SplitTest, harm: Harm) {
  return {
    harm,
    share: canary.requests / (canary.requests + baseline.requests),
    eventRate: baseline.events / baseline.requests,
    clumpSize: clumpSizeOf(dispersionOf(dispersion)),
  };
}

/** Forgets what was refuted: a new stage has to prove itself. Evidence of harm stays. */
export function forgetRefutations(test: SplitTest): SplitTest {
  return { ...test, refutations: test.harms.map(() => NOTHING_REFUTED) };
}

function add(sum: Tally, { events, requests }: Tally): Tally {
  return { events: sum.events + events, requests: sum.requests + requests };
}
