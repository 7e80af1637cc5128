/** A bucket bound above which requests count as slow, and how common those are in the baseline. */
export interface Edge {
  /** Index of the last bucket that is not slow. */
  readonly bucket: number;
  readonly ms: number;
  readonly slowShare: number;
  /** The baseline quantile it stands for, 0 to 1. */
  readonly quantile: number;
}

/** The shape of the baseline's latency, learned before anything is judged and fixed from then on. */
export interface LatencyScale {
  readonly edges: readonly Edge[];
  /** Share of requests slower than each bound. */
  readonly tail: readonly number[];
}

/** So few slow requests say nothing about how common they are. */
const SLOW_MIN = 5;

/** Chooses for each quantile the bound whose share of slower requests is nearest, counted in factors. */
export function latencyScale(
  histogram: readonly number[],
  boundsMs: readonly number[],
  quantiles: readonly number[],
): LatencyScale {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const counts = boundsMs.map((_, bucket) => slowerThan(histogram, bucket));
  const tail = counts.map((count) => Math.max(count, 0.5) / total);
  const edges = new Map<number, Edge>();
  for (const quantile of quantiles) {
    const bucket = nearestBound(tail, counts, 1 - quantile);
    if (bucket === undefined || edges.has(bucket)) continue;
    edges.set(bucket, { bucket, ms: boundsMs[bucket] ?? 0, slowShare: tail[bucket] ?? 0, quantile });
  }
  return { edges: [...edges.values()], tail };
}

/** Requests above a bound. */
export function slowerThan(histogram: readonly number[], bucket: number): number {
  let sum = 0;
  for (let index = bucket + 1; index < histogram.length; index++) sum += histogram[index] ?? 0;
  return sum;
}

/** How many times more requests pass an edge when everything takes `1 + slowdown` times as long. */
export function slowRatio(scale: LatencyScale, boundsMs: readonly number[], edge: Edge, slowdown: number): number {
  return tailAt(scale.tail, boundsMs, edge.ms / (1 + slowdown)) / edge.slowShare;
}

function nearestBound(tail: readonly number[], counts: readonly number[], wanted: number): number | undefined {
  let best: number | undefined;
  let bestDistance = Math.log(3);
  for (const [bucket, share] of tail.entries()) {
    const distance = Math.abs(Math.log(share / wanted));
    if (distance >= bestDistance || (counts[bucket] ?? 0) < SLOW_MIN || share > 0.6) continue;
    best = bucket;
    bestDistance = distance;
  }
  return best;
}

/** Share of requests slower than a time: a power law between neighbouring bounds. */
function tailAt(tail: readonly number[], boundsMs: readonly number[], ms: number): number {
  const above = boundsMs.findIndex((bound) => bound >= ms);
  if (above <= 0) return 1 - (1 - (tail[0] ?? 1)) * Math.min(1, ms / (boundsMs[0] ?? ms));
  const [low, high] = [boundsMs[above - 1] ?? ms, boundsMs[above] ?? ms];
  const [from, to] = [tail[above - 1] ?? 1, tail[above] ?? 1];
  const position = Math.log(ms / low) / Math.log(high / low);
  return Math.exp(Math.log(from) + position * Math.log(to / from));
}
