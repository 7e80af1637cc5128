import type { ArmCounts, Interval, TraceHeader } from "../judge/trace.ts";

/** What may call for a rollback. The kinds that no metric shows, like a found bug, are counted in a gauge. */
export const TRIGGER_KINDS = [
  "error-rate",
  "critical-bug",
  "performance",
  "critical-function",
  "business-impact",
  "data-integrity",
  "instability",
  "security",
  "log-errors",
] as const;
export const TRIGGER_ACTIONS = ["alert", "propose", "automatic"] as const;

/** A fixed limit on the canary, watched over a sliding window. */
export interface Trigger {
  readonly name: string;
  readonly kind: (typeof TRIGGER_KINDS)[number];
  /** `errors` is the share of errors, `latency` a quantile in milliseconds; any other name is a gauge's mean. */
  readonly metric: string;
  readonly quantile?: number | undefined;
  readonly above: number;
  /** Whether `above` is a multiple of the baseline's value in the same window. */
  readonly timesBaseline?: boolean | undefined;
  readonly windowS: number;
  /** Requests in the window below which nothing is said. */
  readonly requestsMin?: number | undefined;
  readonly action: (typeof TRIGGER_ACTIONS)[number];
}

export interface FiredTrigger {
  readonly name: string;
  readonly kind: Trigger["kind"];
  readonly action: Trigger["action"];
  readonly value: number;
  readonly limit: number;
  readonly requests: number;
}

export interface TriggerReport {
  readonly t: number;
  readonly verdict: "continue" | "hold" | "rollback";
  readonly triggers: readonly FiredTrigger[];
  readonly why: string;
}

/** The intervals that some window still needs, oldest first, and whether a rollback was called for. */
export interface TriggerState {
  readonly recent: readonly Interval[];
  readonly rolledBack: boolean;
}

export const NO_TRIGGER_HISTORY: TriggerState = { recent: [], rolledBack: false };

/**
 * The simple judge, for people who want fixed limits. It knows nothing of chance: a limit near the usual value fires on
 * a healthy canary sooner or later, see docs/canary.md.
 */
export function watchTriggers(
  triggers: readonly Trigger[],
  header: TraceHeader,
  state: TriggerState,
  interval: Interval,
): { state: TriggerState; report: TriggerReport } {
  const longest = Math.max(...triggers.map(({ windowS }) => windowS));
  const recent = [...state.recent, interval].filter(({ t }) => t > interval.t - longest);
  const fired = triggers.flatMap((trigger) => evaluate(trigger, header, recent, interval.t) ?? []);
  const rolledBack = state.rolledBack || fired.some(({ action }) => action === "automatic");
  const isProposed = fired.some(({ action }) => action === "propose");
  const verdict = rolledBack ? "rollback" : isProposed ? "hold" : "continue";
  return {
    state: { recent, rolledBack },
    report: { t: interval.t, verdict, triggers: fired, why: reason(fired, rolledBack) },
  };
}

function evaluate(
  trigger: Trigger,
  header: TraceHeader,
  recent: readonly Interval[],
  now: number,
): FiredTrigger | undefined {
  const window = recent.filter(({ t }) => t > now - trigger.windowS);
  const canary = window.flatMap((each) => each.canary ?? []);
  const requests = canary.reduce((sum, each) => sum + each.requests, 0);
  const value = valueOf(trigger, header, canary);
  const usual =
    trigger.timesBaseline === true
      ? valueOf(
          trigger,
          header,
          window.flatMap((each) => each.baseline ?? []),
        )
      : 1;
  if (value === undefined || usual === undefined || requests < (trigger.requestsMin ?? 1)) return undefined;
  const limit = trigger.above * usual;
  if (value <= limit) return undefined;
  return { name: trigger.name, kind: trigger.kind, action: trigger.action, value, limit, requests };
}

function valueOf(
  { metric, quantile = 0.99 }: Trigger,
  { boundsMs }: TraceHeader,
  arm: readonly ArmCounts[],
): number | undefined {
  const requests = arm.reduce((sum, each) => sum + each.requests, 0);
  if (metric === "errors")
    return requests === 0 ? undefined : arm.reduce((sum, each) => sum + each.errors, 0) / requests;
  if (metric === "latency") return quantileOf(arm, boundsMs, quantile);
  const readings = arm.flatMap((each) => each.gauges[metric] ?? []);
  return readings.length === 0 ? undefined : readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
}

/** The upper bound of the bucket that holds the quantile; infinite when that is the last one. */
function quantileOf(arm: readonly ArmCounts[], boundsMs: readonly number[], quantile: number): number | undefined {
  const counts = [...boundsMs, Number.POSITIVE_INFINITY].map((_, bucket) =>
    arm.reduce((sum, { hist }) => sum + (hist[bucket] ?? 0), 0),
  );
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return undefined;
  let below = 0;
  const bucket = counts.findIndex((each) => (below += each) >= quantile * total);
  return boundsMs[bucket] ?? Number.MAX_VALUE;
}

function reason(fired: readonly FiredTrigger[], rolledBack: boolean): string {
  if (fired.length === 0) return rolledBack ? "a trigger called for a rollback before" : "no trigger fires";
  return fired.map(({ name, value, limit }) => `${name}: ${short(value)} is above ${short(limit)}`).join("; ");
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
