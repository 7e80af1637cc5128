import type { ArmCounts, Interval } from "../../../src/domain/rollout/judge/trace.ts";

/** Sums of one arm over some intervals. */
export interface Window {
  readonly requests: number;
  readonly errors: number;
  readonly hist: readonly number[];
}

export function windowOf(intervals: readonly Interval[], arm: "baseline" | "canary"): Window {
  const parts = intervals.flatMap((each): ArmCounts[] => (each[arm] === undefined ? [] : [each[arm]]));
  const hist: number[] = [];
  for (const part of parts)
    for (const [bucket, count] of part.hist.entries()) hist[bucket] = (hist[bucket] ?? 0) + count;
  return {
    requests: parts.reduce((sum, { requests }) => sum + requests, 0),
    errors: parts.reduce((sum, { errors }) => sum + errors, 0),
    hist,
  };
}

/** A quantile in milliseconds, linear inside its bucket as Prometheus does it. NaN without requests. */
export function quantile(hist: readonly number[], boundsMs: readonly number[], q: number): number {
  const total = hist.reduce((sum, count) => sum + count, 0);
  if (total === 0) return Number.NaN;
  let below = 0;
  for (const [bucket, count] of hist.entries()) {
    if (below + count >= q * total) {
      const low = bucket === 0 ? 0 : (boundsMs[bucket - 1] ?? 0);
      const high = boundsMs[bucket] ?? low;
      return low + ((q * total - below) / count) * (high - low);
    }
    below += count;
  }
  return boundsMs.at(-1) ?? Number.NaN;
}

/** The intervals of the rollout in groups of `seconds`, only complete groups. */
export function windows(intervals: readonly Interval[], seconds: number): Interval[][] {
  const groups = new Map<number, Interval[]>();
  for (const interval of intervals) {
    if (interval.t <= 0) continue;
    const index = Math.ceil(interval.t / seconds);
    groups.set(index, [...(groups.get(index) ?? []), interval]);
  }
  return [...groups.values()];
}
