import type { Edge } from "./latency-scale.ts";
import { mixtureStory } from "./onset-mixture.ts";
import { ratioInterval } from "./ratio-curve.ts";
import { splitEvidence, type SplitTest, type Tally } from "./split-test.ts";

/** Evidence from which on the moment at which harm seems to have begun is worth telling. */
const TELLING = 5;

/** What the numbers of errors mean, as one would say it. */
export function ratioMeaning(test: SplitTest, error: number): string {
  return meaning("errors are", "failed", test, error);
}

/** What the numbers of slow requests at an edge mean, as one would say it. */
export function latencyMeaning(test: SplitTest, { ms }: Edge, error: number): string {
  return meaning(`requests slower than ${plain(ms)} ms are`, "slow", test, error);
}

function meaning(subject: string, what: string, test: SplitTest, error: number): string {
  const whole = `${comparison(subject, test)}${band(test, error)} (${counts(test, what)})`;
  const story = mixtureStory(test.mixture);
  const recent = story === undefined ? undefined : test.recent[story.size];
  if (story === undefined || recent === undefined || splitEvidence(test) < TELLING) return whole;
  const isWhole = recent.canary.requests > test.canary.requests / 2;
  return isWhole ? whole : `${comparison(`${subject} since about ${story.since} s`, recent)} (${counts(recent, what)})`;
}

function comparison(subject: string, { canary, baseline }: Pick<SplitTest, "canary" | "baseline">): string {
  const ratio = canary.events / canary.requests / (baseline.events / baseline.requests);
  if (Number.isNaN(ratio)) return `${subject} not seen yet`;
  if (ratio === Number.POSITIVE_INFINITY) return `${subject} seen in the canary alone`;
  return `${subject} ${plain(ratio)} times as common as in the baseline`;
}

function band({ curve }: SplitTest, error: number): string {
  if (curve.length === 0) return "";
  const [low, high] = ratioInterval(curve, error);
  return high === null ? `, at least ${plain(low)}` : `, between ${plain(low)} and ${plain(high)}`;
}

function counts({ canary, baseline }: Pick<SplitTest, "canary" | "baseline">, what: string): string {
  const share = ({ events, requests }: Tally): string => `${events} of ${requests} ${what}`;
  return `${share(canary)}; baseline ${share(baseline)}`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}
