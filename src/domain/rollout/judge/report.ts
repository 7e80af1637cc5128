import { dispersionOf } from "./dispersion.ts";
import { errorEvidence } from "./error-metric.ts";
import { gaugeClimb, gaugeEvidence, gaugeInterval, type GaugeDrift } from "./gauge-drift.ts";
import { hasLatency, type JudgeSetup, type JudgeState } from "./judge-state.ts";
import { latencyEvidence } from "./latency-metric.ts";
import { mixtureStory } from "./onset-mixture.ts";
import { ratioInterval } from "./ratio-curve.ts";
import { latencyMeaning, ratioMeaning } from "./sentences.ts";
import { secondsToRefute, splitEvidence, type SplitTest } from "./split-test.ts";
import type { Interval } from "./trace.ts";
import type { Evidence, Explanation, Report, Verdict } from "./verdict.ts";

/** One metric as it enters the decision. */
interface Reading {
  readonly evidence: Evidence;
  readonly explanation: Explanation;
  readonly weight: number;
  readonly critical: boolean;
}

/** A slope this many standard errors above zero is no proof of a leak, but nobody should advance on it. */
const CLIMBING = 2.4;
/** Growth over the whole rollout that is worth an objection, as a part of the level. */
const CLIMB_MIN = 0.05;

/** How often an interval misses the true ratio at any moment of a rollout. It informs; the decision is the e-value's. */
const INTERVAL_ERROR = 0.05;

/** What the state says at the end of an interval. */
export function reportOf(setup: JudgeSetup, state: JudgeState, interval: Interval): Report {
  const { t } = interval;
  const readings = readingsOf(setup, state);
  const critical = readings.filter(({ critical, weight }) => critical && weight > 0);
  const weights = critical.reduce((sum, { weight }) => sum + weight, 0);
  const combined = critical.reduce((sum, { weight, evidence }) => sum + (weight / weights) * evidence.e, 0);
  const threshold = 1 / setup.policy.falseRollback;
  const needsS = secondsMissing(setup, state, t);
  const decision: Decision =
    state.rolledBack !== undefined
      ? { verdict: "rollback", why: `rolled back at ${state.rolledBack.t} s: ${state.rolledBack.why}` }
      : combined >= threshold
        ? { verdict: "rollback", why: worst(critical).explanation.meaning }
        : decide(setup, state, { t, readings, needsS });
  const evidence = readings.map((reading) => rounded(reading.evidence));
  const explanations = readings.map(({ explanation }) => explanation);
  return { t, ...decision, evidence, combined: round(combined), threshold, needsS, explanations };
}

interface Decision {
  readonly verdict: Verdict;
  readonly why: string;
}

function decide(
  setup: JudgeSetup,
  state: JudgeState,
  { t, readings, needsS }: { t: number; readings: readonly Reading[]; needsS: number | null },
): Decision {
  const atEnd = t >= setup.header.tEnd;
  const objection = objectionTo(setup, state, t, readings);
  const isCleared = ["errors", "latency"].every((metric) => state.refuted.includes(metric));
  if (atEnd && isCleared && objection === undefined)
    return { verdict: "promote", why: "harm of the size that matters has been refuted, and nothing has come up since" };
  if (atEnd) return { verdict: "inconclusive", why: `the time is over: ${objection ?? notEnough(needsS)}` };
  if (objection !== undefined) return { verdict: "hold", why: objection };
  if (t <= setup.header.warmupS)
    return { verdict: "continue", why: `the canary may be cold until ${setup.header.warmupS} s` };
  const patience = setup.header.warmupS + setup.policy.watchS;
  if (isCleared && t < patience)
    return { verdict: "continue", why: `nothing speaks for harm; watching until ${patience} s` };
  if (isCleared) return { verdict: "advance", why: "harm of the size that matters has been refuted" };
  return { verdict: "continue", why: notEnough(needsS) };
}

/** Why nothing may go further now, if there is a reason. */
function objectionTo(
  setup: JudgeSetup,
  state: JudgeState,
  t: number,
  readings: readonly Reading[],
): string | undefined {
  const { missing, silentSince, isIdle } = state.traffic;
  if (missing >= setup.policy.missingRequests)
    return `no request has reached the canary since ${silentSince} s; about ${Math.round(missing)} were expected`;
  if (isIdle) return "neither arm gets any traffic";
  const suspect = worst(readings);
  if (suspect.evidence.e >= setup.policy.suspicion)
    return `not proven yet, but suspicious: ${suspect.explanation.meaning}`;
  if (t <= setup.header.warmupS) return undefined;
  const climbing = Object.entries(state.gauges).find(([, gauge]) => isClimbing(gauge, setup.header.tEnd));
  return climbing === undefined ? undefined : `${climbing[0]} of the canary climbs against the baseline`;
}

function notEnough(needsS: number | null): string {
  if (needsS === null) return "too little is known to say how much more traffic is needed";
  const minutes = needsS / 60;
  const time =
    minutes < 1.5 ? `${Math.max(10, Math.ceil(needsS / 10) * 10)} more seconds` : `${Math.round(minutes)} more minutes`;
  return `not enough traffic yet: needs about ${time} at this traffic`;
}

function worst(readings: readonly Reading[]): Reading {
  return readings.reduce((leading, reading) =>
    reading.weight * reading.evidence.e > leading.weight * leading.evidence.e ? reading : leading,
  );
}

function readingsOf(setup: JudgeSetup, state: JudgeState): [Reading, ...Reading[]] {
  const { policy } = setup;
  const { split } = state.errors;
  const errors: Reading = {
    evidence: {
      metric: "errors",
      e: errorEvidence(state.errors),
      interval: ratioInterval(split.curve, INTERVAL_ERROR),
      requests: split.canary.requests,
    },
    explanation: explain("errors", split, state.refuted.includes("errors"), ratioMeaning(split, INTERVAL_ERROR)),
    ...policy.errors,
  };
  const latency = hasLatency(setup) ? [latencyReading(setup, state)] : [];
  return [errors, ...latency, ...gaugeReadings(setup, state)];
}

function latencyReading({ policy }: JudgeSetup, { latency, refuted }: JudgeState): Reading {
  const index = latency.slow.reduce(
    (leading, test, each) => (splitEvidence(test) > splitEvidence(latency.slow[leading] ?? test) ? each : leading),
    0,
  );
  const test = latency.slow[index];
  const edge = latency.scale?.edges[index];
  const evidence = { metric: "latency", e: latencyEvidence(latency) };
  if (test === undefined || edge === undefined) {
    const none = { events: 0, requests: 0 };
    return {
      evidence: { ...evidence, interval: [0, null], requests: 0 },
      explanation: {
        metric: "latency",
        canary: none,
        baseline: none,
        dispersion: 1,
        since: null,
        firstPossible: null,
        refuted: false,
        meaning: "the baseline has too few requests yet to know what is slow",
      },
      ...policy.latency,
    };
  }
  return {
    evidence: {
      ...evidence,
      interval: ratioInterval(test.curve, INTERVAL_ERROR),
      requests: test.canary.requests,
    },
    explanation: {
      ...explain("latency", test, refuted.includes("latency"), latencyMeaning(test, edge, INTERVAL_ERROR)),
      slowerThanMs: edge.ms,
    },
    ...policy.latency,
  };
}

function gaugeReadings({ header, policy }: JudgeSetup, { gauges, errors }: JudgeState): Reading[] {
  const entries = Object.entries(gauges);
  if (policy.gauges.weight === 0) return [];
  return entries.map(([metric, gauge]) => {
    const [low, high] = gaugeInterval(gauge);
    const requests = errors.split.canary.requests;
    return {
      evidence: { metric, e: gaugeEvidence(gauge), interval: [low, high], requests },
      explanation: {
        metric,
        canary: { events: gauge.count, requests },
        baseline: { events: gauge.count, requests: errors.split.baseline.requests },
        dispersion: 1,
        since: null,
        firstPossible: null,
        refuted: !isClimbing(gauge, header.tEnd),
        meaning: `${metric} of the canary ${isClimbing(gauge, header.tEnd) ? "climbs" : "does not climb"} against the baseline`,
      },
      critical: policy.gauges.critical,
      weight: policy.gauges.weight / entries.length,
    };
  });
}

function isClimbing(gauge: GaugeDrift, tEnd: number): boolean {
  const climb = gaugeClimb(gauge);
  return climb.significance > CLIMBING && climb.growthIn(tEnd) > CLIMB_MIN;
}

function explain(metric: string, test: SplitTest, refuted: boolean, meaning: string): Explanation {
  const story = mixtureStory(test.mixture);
  return {
    metric,
    canary: test.canary,
    baseline: test.baseline,
    dispersion: round(dispersionOf(test.dispersion)),
    since: story?.since ?? null,
    firstPossible: story?.knownAt ?? null,
    refuted,
    meaning,
  };
}

/** The longest time any harm still needs, at the traffic since the rollout began. */
function secondsMissing(setup: JudgeSetup, state: JudgeState, t: number): number | null {
  const progress = { t, dt: setup.header.dt, tEnd: setup.header.tEnd };
  const tests = [
    ...(state.refuted.includes("errors") ? [] : [state.errors.split]),
    ...(state.refuted.includes("latency") ? [] : state.latency.slow),
  ];
  const isBlind = hasLatency(setup) && state.latency.slow.length === 0;
  const seconds = Math.max(0, ...tests.map((test) => secondsToRefute(test, progress)));
  return isBlind || !Number.isFinite(seconds) ? null : Math.ceil(seconds);
}

function rounded(evidence: Evidence): Evidence {
  const [low, high] = evidence.interval;
  return { ...evidence, e: round(evidence.e), interval: [round(low), high === null ? null : round(high)] };
}

/** Four digits are more than anybody acts on, and keep lines short. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
