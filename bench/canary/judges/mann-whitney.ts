import type { Interval } from "../../../src/domain/rollout/judge/trace.ts";
import type { Contestant } from "./judge.ts";
import { quantile } from "./windows.ts";

/**
 * The judge that Kayenta ships, from its published description: for each metric a Mann-Whitney interval (98 %) for the
 * shift between the arms' series of values; the metric fails when the interval lies above a quarter of the estimated
 * shift. Errors and p99 are groups of equal weight; a score below 75 fails, from 95 passes. Judged every two minutes on
 * everything since warm-up. A metric without data is left out, and no metric at all leaves nothing that could fail.
 */
const STEP_S = 120;
const Z98 = 2.326;
const TOLERANCE = 0.25;
const SCORE_MIN = 75;
const SCORE_PASS = 95;
/** Values per arm below which the test has no power at this confidence. */
const VALUES_MIN = 6;

export const mannWhitney: Contestant = {
  name: "Mann-Whitney score",
  judge({ boundsMs, warmupS, tEnd }, intervals) {
    const warm = intervals.filter(({ t }) => t > warmupS);
    let score = 100;
    for (let until = warmupS + STEP_S; until <= tEnd; until += STEP_S) {
      const seen = warm.filter(({ t }) => t <= until);
      score = scoreOf(seen, boundsMs);
      if (score < SCORE_MIN) return { rollbackAt: until, advanceAt: undefined, promoted: false };
    }
    return { rollbackAt: undefined, advanceAt: undefined, promoted: score >= SCORE_PASS };
  },
};

function scoreOf(seen: readonly Interval[], boundsMs: readonly number[]): number {
  const series = (
    arm: "canary" | "baseline",
    value: (counts: { requests: number; errors: number; hist: readonly number[] }) => number,
  ) =>
    Float64Array.from(
      seen.flatMap((each) => (each[arm] === undefined ? [] : [value(each[arm])])).filter((each) => !Number.isNaN(each)),
    ).sort();
  const metrics = [
    (counts: { requests: number; errors: number }) => counts.errors / counts.requests,
    (counts: { hist: readonly number[] }) => quantile(counts.hist, boundsMs, 0.99),
  ];
  const results = metrics.map((metric) => isHigh(series("canary", metric), series("baseline", metric)));
  const judged = results.filter((high) => high !== undefined);
  return judged.length === 0 ? 100 : (100 * judged.filter((high) => !high).length) / judged.length;
}

function isHigh(canary: Float64Array, baseline: Float64Array): boolean | undefined {
  const [n, m] = [canary.length, baseline.length];
  if (n < VALUES_MIN || m < VALUES_MIN) return undefined;
  const rank = Math.max(1, Math.floor((n * m) / 2 - Z98 * Math.sqrt((n * m * (n + m + 1)) / 12)));
  const lower = differenceAt(canary, baseline, rank);
  const estimate = differenceAt(canary, baseline, Math.floor((n * m + 1) / 2));
  return lower > 0 && lower > TOLERANCE * Math.abs(estimate);
}

/** The k-th smallest of all differences canary - baseline, by bisection over their value. Both arrays are sorted. */
function differenceAt(canary: Float64Array, baseline: Float64Array, k: number): number {
  let low = (canary[0] ?? 0) - (baseline.at(-1) ?? 0);
  let high = (canary.at(-1) ?? 0) - (baseline[0] ?? 0);
  for (let step = 0; step < 50 && low < high; step++) {
    const middle = (low + high) / 2;
    if (countUpTo(canary, baseline, middle) >= k) high = middle;
    else low = middle;
  }
  return Math.abs(high) < 1e-9 ? 0 : high; // bisection stops a hair beside a tie at zero
}

function countUpTo(canary: Float64Array, baseline: Float64Array, value: number): number {
  let count = 0;
  let from = 0;
  for (const each of canary) {
    while (from < baseline.length && each - (baseline[from] ?? 0) > value) from++;
    count += baseline.length - from;
  }
  return count;
}
