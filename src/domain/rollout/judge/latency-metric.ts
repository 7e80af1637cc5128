import { latencyScale, slowerThan, slowRatio, type Edge, type LatencyScale } from "./latency-scale.ts";
import type { LatencyPolicy } from "./policy.ts";
import {
  forgetRefutations,
  isRefuted,
  observeHistory,
  observeSplit,
  splitEvidence,
  startSplitTest,
  type SplitStep,
  type SplitTest,
} from "./split-test.ts";
import type { ArmCounts } from "./trace.ts";

/** Latency: requests slower than a few fixed edges, each a comparison of shares like errors. */
export interface LatencyMetric {
  /** The baseline's latencies while its shape is learned. */
  readonly histogram: readonly number[];
  readonly scale: LatencyScale | undefined;
  /** One test for each edge of the scale. */
  readonly slow: readonly SplitTest[];
}

/** Slowdowns that are looked for, as parts of 1. */
const SLOWDOWNS = [0.08, 0.13, 0.2, 0.33, 0.6, 1.5] as const;
const PRIOR = [0.15, 0.22, 0.25, 0.2, 0.12, 0.06] as const;
/** Baseline requests after which the edges are chosen: from history in peace, or at the start because one has to. */
const REQUESTS_CALM = 5000;
const REQUESTS_MIN = 500;

export function startLatency(buckets: number): LatencyMetric {
  return { histogram: Array.from({ length: buckets }, () => 0), scale: undefined, slow: [] };
}

/** Learns from history: first the edges, then how much the counts above them scatter. */
export function learnLatency(
  metric: LatencyMetric,
  { hist }: ArmCounts,
  boundsMs: readonly number[],
  policy: LatencyPolicy,
): LatencyMetric {
  const requests = total(hist);
  const histogram = metric.histogram.map((count, bucket) => count + (hist[bucket] ?? 0));
  const learned = {
    ...metric,
    histogram,
    slow: metric.slow.map((test, index) =>
      observeHistory(test, { events: slowAt(metric.scale, index, hist), requests }),
    ),
  };
  return metric.scale === undefined && total(histogram) >= REQUESTS_CALM
    ? withEdges(learned, boundsMs, policy)
    : learned;
}

/** Fixes the shape of the baseline from everything that history taught. Called when the rollout begins. */
export function settleLatency(
  metric: LatencyMetric,
  boundsMs: readonly number[],
  policy: LatencyPolicy,
): LatencyMetric {
  if (total(metric.histogram) < REQUESTS_MIN) return metric;
  const fresh = withEdges(metric, boundsMs, policy);
  if (metric.scale === undefined) return fresh;
  const known = new Map(metric.scale.edges.map(({ bucket }, index) => [bucket, metric.slow[index]?.dispersion]));
  return {
    ...fresh,
    slow: fresh.slow.map((test, index) => {
      const dispersion = known.get(fresh.scale?.edges[index]?.bucket ?? -1);
      return dispersion === undefined ? test : { ...test, dispersion };
    }),
  };
}

type LatencyStep = Omit<SplitStep, "canary" | "baseline" | "limit"> & {
  readonly canary: readonly number[];
  readonly baseline: readonly number[];
  /** Slowdown tolerated in this interval. */
  readonly slowdown: number;
};

export function observeLatency(
  metric: LatencyMetric,
  step: LatencyStep,
  boundsMs: readonly number[],
  policy: LatencyPolicy,
): LatencyMetric {
  const { scale } = metric;
  if (scale === undefined) {
    const histogram = metric.histogram.map((count, bucket) => count + (step.baseline[bucket] ?? 0));
    return settleLatency({ ...metric, histogram }, boundsMs, policy);
  }
  const requests = { canary: total(step.canary), baseline: total(step.baseline) };
  const slow = metric.slow.map((test, index) => {
    const edge = scale.edges[index];
    if (edge === undefined) return test;
    return observeSplit(test, {
      ...step,
      canary: { events: slowerThan(step.canary, edge.bucket), requests: requests.canary },
      baseline: { events: slowerThan(step.baseline, edge.bucket), requests: requests.baseline },
      limit: slowRatio(scale, boundsMs, edge, step.slowdown),
    });
  });
  return { ...metric, slow };
}

/** Mean over the edges, which is an e-value whatever ties them together. */
export function latencyEvidence({ slow }: LatencyMetric): number {
  return slow.length === 0 ? 1 : slow.reduce((sum, test) => sum + splitEvidence(test), 0) / slow.length;
}

/** Every edge that has harms must be cleared; without edges nothing is known and nothing is refuted. */
export function latencyRefuted({ slow }: LatencyMetric): boolean {
  return slow.length > 0 && slow.every((test) => isRefuted(test));
}

export function forgetLatencyProof(metric: LatencyMetric): LatencyMetric {
  return { ...metric, slow: metric.slow.map((test) => forgetRefutations(test)) };
}

function withEdges(metric: LatencyMetric, boundsMs: readonly number[], policy: LatencyPolicy): LatencyMetric {
  const scale = latencyScale(metric.histogram, boundsMs, policy.quantiles);
  return { ...metric, scale, slow: scale.edges.map((edge) => edgeTest(scale, boundsMs, edge, policy)) };
}

function edgeTest(scale: LatencyScale, boundsMs: readonly number[], edge: Edge, policy: LatencyPolicy): SplitTest {
  const ratios = SLOWDOWNS.map((slowdown) => slowRatio(scale, boundsMs, edge, slowdown));
  const slowdown = edge.quantile < 0.99 ? policy.harmSlowdown : policy.harmTailSlowdown;
  const ratio = slowRatio(scale, boundsMs, edge, slowdown);
  const harms = edge.quantile > 0.99 || ratio <= 1 ? [] : [{ ratio, risk: policy.harmRisk }];
  return startSplitTest({ ratios, prior: PRIOR }, harms);
}

function slowAt(scale: LatencyScale | undefined, index: number, hist: readonly number[]): number {
  const edge = scale?.edges[index];
  return edge === undefined ? 0 : slowerThan(hist, edge.bucket);
}

function total(histogram: readonly number[]): number {
  return histogram.reduce((sum, count) => sum + count, 0);
}
