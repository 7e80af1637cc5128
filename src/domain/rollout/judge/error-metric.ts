import { breakageLogRatio } from "./breakage.ts";
import { dispersionOf } from "./dispersion.ts";
import { mixtureEvidence, observeMixture, startMixture, type OnsetMixture } from "./onset-mixture.ts";
import type { ErrorPolicy } from "./policy.ts";
import {
  forgetRefutations,
  isRefuted,
  observeSplit,
  splitEvidence,
  startSplitTest,
  type SplitStep,
  type SplitTest,
} from "./split-test.ts";

/** Errors: their ratio between the arms, plain breakage, and an increase too small to matter. */
export interface ErrorMetric {
  readonly split: SplitTest;
  readonly broken: OnsetMixture;
  /** Log evidence that the increase is below the smallest share that matters. */
  readonly below: number;
}

/** Sizes of harm that are looked for. Small ones need much traffic to show, large ones little time. */
const ALTERNATIVES = {
  ratios: [1.2, 1.35, 1.6, 2.1, 3.2, 6, 14, 32],
  prior: [0.1, 0.1, 0.16, 0.32, 0.19, 0.07, 0.04, 0.02],
} as const;
/** Part of the evidence that looks for breakage only. */
const BROKEN_WEIGHT = 0.03;

export function startErrors(policy: ErrorPolicy): ErrorMetric {
  return { split: startSplitTest(ALTERNATIVES, policy.harms), broken: startMixture(1), below: 0 };
}

export function observeErrors(metric: ErrorMetric, step: SplitStep, policy: ErrorPolicy): ErrorMetric {
  const { canary, baseline } = step;
  const dispersion = dispersionOf(metric.split.dispersion);
  const log = breakageLogRatio(canary, baseline, policy.brokenShare, dispersion);
  return {
    split: observeSplit(metric.split, step),
    broken: observeMixture(metric.broken, { ...step, intervals: Math.ceil(step.tEnd / step.dt), logFactors: [log] }),
    below: metric.below + belowLogRatio(metric.split, step, policy.harmShareMin) / dispersion,
  };
}

export function errorEvidence({ split, broken }: ErrorMetric): number {
  return (1 - BROKEN_WEIGHT) * splitEvidence(split) + BROKEN_WEIGHT * mixtureEvidence(broken, [1]);
}

/** Harm is a ratio and an increase that both matter, so it is refuted with either of them. */
export function errorsRefuted({ split, below }: ErrorMetric): boolean {
  const risk = Math.min(...split.harms.map((harm) => harm.risk));
  return isRefuted(split) || below >= Math.log(1 / risk);
}

export function forgetErrorProof(metric: ErrorMetric): ErrorMetric {
  return { ...metric, split: forgetRefutations(metric.split), below: 0 };
}

/** For "the canary's share of errors is near the baseline's past share" against "it is higher by `increase`". */
function belowLogRatio({ baseline }: SplitTest, { canary }: SplitStep, increase: number): number {
  if (baseline.requests === 0) return 0;
  const usual = baseline.events / baseline.requests;
  const near = usual + increase / 8;
  return canary.requests * (usual + increase - near) - canary.events * Math.log((usual + increase) / near);
}
