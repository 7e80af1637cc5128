import type { Tally } from "./split-test.ts";

/** Half of the requests fail: what a broken canary looks like. */
const BROKEN = 0.5;

/**
 * Log of the factor for "the canary is broken" against "its share of errors is at most `brokenShare`, or three times
 * the baseline's in the same interval". Needs no knowledge of the past and holds for a cold canary too.
 */
export function breakageLogRatio(canary: Tally, baseline: Tally, brokenShare: number, dispersion: number): number {
  const common = baseline.requests === 0 ? 0 : baseline.events / baseline.requests;
  const limit = Math.max(brokenShare, 3 * common);
  if (limit >= BROKEN - 0.05 || canary.requests === 0) return 0;
  const good = canary.requests - canary.events;
  return (canary.events * Math.log(BROKEN / limit) + good * Math.log((1 - BROKEN) / (1 - limit))) / dispersion;
}
