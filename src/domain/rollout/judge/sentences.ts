import { ratioInterval } from "./ratio-curve.ts";
import type { Edge } from "./latency-scale.ts";
import type { SplitTest, Tally } from "./split-test.ts";

/** What the numbers of errors mean, as one would say it. */
export function ratioMeaning(test: SplitTest, error: number): string {
  return `${comparison("errors are", test, error)} (${share(test.canary, "failed")}; baseline ${share(test.baseline, "failed")})`;
}

/** What the numbers of slow requests at an edge mean, as one would say it. */
export function latencyMeaning(test: SplitTest, { ms }: Edge, error: number): string {
  const slow = `requests slower than ${plain(ms)} ms are`;
  return `${comparison(slow, test, error)} (${share(test.canary, "slow")}; baseline ${share(test.baseline, "slow")})`;
}

function comparison(subject: string, { canary, baseline, curve }: SplitTest, error: number): string {
  const ratio = canary.events / canary.requests / (baseline.events / baseline.requests);
  if (Number.isNaN(ratio)) return `${subject} not seen yet`;
  if (ratio === Number.POSITIVE_INFINITY) return `${subject} seen in the canary alone`;
  const [low, high] = ratioInterval(curve, error);
  const band =
    curve.length === 0
      ? ""
      : `, ${high === null ? `at least ${plain(low)}` : `between ${plain(low)} and ${plain(high)}`}`;
  return `${subject} ${plain(ratio)} times as common as in the baseline${band}`;
}

function share({ events, requests }: Tally, what: string): string {
  return `${events} of ${requests} ${what}`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}
