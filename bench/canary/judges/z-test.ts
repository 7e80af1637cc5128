import type { Contestant } from "./judge.ts";
import { quantile, windowOf } from "./windows.ts";

/** 5 %, one-sided. */
const Z = 1.645;

/**
 * A z-test of two shares (errors, and requests above the baseline's p99), repeated after every interval on everything
 * since warm-up, as a dashboard with a "significant" lamp does it.
 */
export const repeatedTests: Contestant = {
  name: "repeated z-tests",
  judge({ boundsMs, warmupS }, intervals) {
    const p99 = quantile(
      windowOf(
        intervals.filter(({ t }) => t <= 0),
        "baseline",
      ).hist,
      boundsMs,
      0.99,
    );
    const edge = boundsMs.findIndex((bound) => bound >= p99);
    const sums = { canary: [0, 0, 0], baseline: [0, 0, 0] };
    for (const interval of intervals) {
      if (interval.t <= warmupS) continue;
      for (const arm of ["canary", "baseline"] as const) {
        const counts = interval[arm];
        if (counts === undefined) continue;
        const slow = counts.hist.reduce((sum, count, bucket) => sum + (bucket > edge ? count : 0), 0);
        sums[arm] = [counts.requests, counts.errors, slow].map((value, index) => value + (sums[arm][index] ?? 0));
      }
      const [n = 0, errors = 0, slow = 0] = sums.canary;
      const [m = 0, baselineErrors = 0, baselineSlow = 0] = sums.baseline;
      if (zOf(errors, n, baselineErrors, m) > Z || zOf(slow, n, baselineSlow, m) > Z)
        return { rollbackAt: interval.t, advanceAt: undefined, promoted: false };
    }
    return { rollbackAt: undefined, advanceAt: undefined, promoted: true };
  },
};

function zOf(x: number, n: number, y: number, m: number): number {
  const pooled = (x + y) / (n + m);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return deviation > 0 ? (x / n - y / m) / deviation : 0;
}
