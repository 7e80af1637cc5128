import { startErrors, type ErrorMetric } from "./error-metric.ts";
import { startGauge, type GaugeDrift } from "./gauge-drift.ts";
import { startLatency, type LatencyMetric } from "./latency-metric.ts";
import type { JudgePolicy } from "./policy.ts";
import type { TraceHeader } from "./trace.ts";
import { startTraffic, type Traffic } from "./traffic.ts";
import type { Report } from "./verdict.ts";

/** What stays the same during a rollout. */
export interface JudgeSetup {
  readonly header: TraceHeader;
  readonly policy: JudgePolicy;
}

/** Everything the judge remembers: numbers, lists and records only, so it can be stored and taken up again. */
export interface JudgeState {
  readonly started: boolean;
  readonly errors: ErrorMetric;
  readonly latency: LatencyMetric;
  readonly gauges: Readonly<Record<string, GaugeDrift>>;
  readonly traffic: Traffic;
  /** Metrics whose harm has been refuted in this stage. */
  readonly refuted: readonly string[];
  /** The first rollback; every later verdict repeats it. */
  readonly rolledBack: Report | undefined;
}

export function startJudge({ header, policy }: JudgeSetup): JudgeState {
  return {
    started: false,
    errors: startErrors(policy.errors),
    latency: startLatency(header.boundsMs.length + 1),
    gauges: Object.fromEntries(header.gauges.map((name) => [name, startGauge()])),
    traffic: startTraffic(),
    refuted: [],
    rolledBack: undefined,
  };
}

export function hasLatency({ header, policy }: JudgeSetup): boolean {
  return header.boundsMs.length > 0 && policy.latency.weight > 0;
}
