import { logBeta } from "./log-gamma.ts";
import { observeRatio, ratioInterval, type RatioCurve } from "../judge/ratio-curve.ts";
import type { ArmCounts, Interval } from "../judge/trace.ts";

interface Tally {
  readonly events: number;
  readonly requests: number;
}

/** An A/B test while it runs: two arms, one kind of event. */
export interface Experiment {
  readonly curve: RatioCurve;
  readonly baseline: Tally;
  readonly canary: Tally;
  /** Log evidence that requests are not split as configured, and the requests it was meant to split. */
  readonly stages: readonly Stage[];
}

/** Requests while one weight was configured. */
interface Stage {
  readonly weight: number;
  readonly canary: number;
  readonly all: number;
}

/** How an A/B test stands. All of it may be read at every moment without losing its meaning. */
export interface ExperimentResult {
  readonly baseline: Tally;
  readonly canary: Tally;
  /** Ratio of the shares of events, canary over baseline; null while the baseline has none. */
  readonly effect: number | null;
  readonly interval: readonly [number, number | null];
  readonly different: boolean;
  readonly sampleRatio: {
    readonly expected: number;
    readonly observed: number;
    /** Evidence that requests reach the arms in other shares than configured. */
    readonly e: number;
    readonly suspicious: boolean;
  };
  readonly why: string;
}

/** Prior requests behind the configured split: the smaller, the sooner large deviations show. */
const PRIOR_REQUESTS = 200;

export function startExperiment(): Experiment {
  const none: Tally = { events: 0, requests: 0 };
  return { curve: [], baseline: none, canary: none, stages: [] };
}

/** Adds an interval of both arms. Intervals are compared one by one, so a changing split does not mix up the arms. */
export function observeExperiment(experiment: Experiment, { baseline, canary }: Interval): Experiment {
  if (baseline === undefined || canary === undefined) return experiment;
  const requests = baseline.requests + canary.requests;
  if (requests === 0) return experiment;
  const counts = { canaryEvents: canary.errors, baselineEvents: baseline.errors, share: canary.requests / requests };
  const isComparable = counts.share > 0 && counts.share < 1;
  return {
    curve: isComparable ? observeRatio(experiment.curve, counts, 1) : experiment.curve,
    baseline: add(experiment.baseline, baseline),
    canary: add(experiment.canary, canary),
    stages: addToStage(experiment.stages, { weight: canary.weight, canary: canary.requests, all: requests }),
  };
}

/** `error` is the chance of ever being wrong, for the interval and for the split alike. */
export function experimentResult(experiment: Experiment, error: number): ExperimentResult {
  const { baseline, canary, curve, stages } = experiment;
  const usual = baseline.events / baseline.requests;
  const effect = usual > 0 && canary.requests > 0 ? canary.events / canary.requests / usual : null;
  const interval = ratioInterval(curve, error);
  const different = interval[0] > 1 || (interval[1] !== null && interval[1] < 1);
  const all = baseline.requests + canary.requests;
  const expected = stages.reduce((sum, stage) => sum + stage.weight * stage.all, 0) / Math.max(1, all);
  const e = Math.exp(
    Math.min(
      400,
      stages.reduce((sum, stage) => sum + splitMismatch(stage), 0),
    ),
  );
  const suspicious = e >= 1 / error;
  const sampleRatio = { expected, observed: canary.requests / Math.max(1, all), e, suspicious };
  const why = suspicious
    ? "requests do not reach the arms as configured, so the arms may differ in more than the version: find out why first"
    : different
      ? "the arms differ"
      : "no difference is proven yet";
  return { baseline, canary, effect, interval, different, sampleRatio, why };
}

/**
 * Log of the beta-binomial over the binomial likelihood of a stage's split (Lindon and Malek, arXiv 2011.03567): an
 * e-value against "each request goes to the canary with the configured probability".
 */
function splitMismatch({ weight, canary, all }: Stage): number {
  if (weight <= 0 || weight >= 1) return 0;
  const [a, b] = [PRIOR_REQUESTS * weight, PRIOR_REQUESTS * (1 - weight)];
  const baseline = all - canary;
  return (
    logBeta(a + canary, b + baseline) - logBeta(a, b) - canary * Math.log(weight) - baseline * Math.log(1 - weight)
  );
}

function addToStage(stages: readonly Stage[], next: Stage): readonly Stage[] {
  const known = stages.findIndex(({ weight }) => weight === next.weight);
  if (known < 0) return [...stages, next];
  return stages.map((stage, index) =>
    index === known ? { ...stage, canary: stage.canary + next.canary, all: stage.all + next.all } : stage,
  );
}

function add({ events, requests }: Tally, arm: ArmCounts): Tally {
  return { events: events + arm.errors, requests: requests + arm.requests };
}
