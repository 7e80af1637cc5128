import { errorsRefuted, forgetErrorProof, observeErrors } from "./error-metric.ts";
import { observeGauge, type GaugeDrift } from "./gauge-drift.ts";
import { hasLatency, type JudgeSetup, type JudgeState } from "./judge-state.ts";
import { forgetLatencyProof, latencyRefuted, learnLatency, observeLatency, settleLatency } from "./latency-metric.ts";
import { reportOf } from "./report.ts";
import { observeHistory } from "./split-test.ts";
import type { Interval } from "./trace.ts";
import { observeTraffic } from "./traffic.ts";
import type { Report } from "./verdict.ts";

/**
 * Takes one interval, in time order, and says what is known at its end. History (`t <= 0`) teaches and gets no report.
 * Nothing but the setup, the state and the interval decides, so a stored state goes on exactly where it stopped.
 */
export function observe(
  setup: JudgeSetup,
  state: JudgeState,
  interval: Interval,
): { state: JudgeState; report: Report | undefined } {
  if (interval.t <= 0) return { state: learn(setup, state, interval), report: undefined };
  const begun = state.started ? state : begin(setup, state);
  const next = remember(setup, measure(setup, begun, interval), interval.t);
  const report = reportOf(setup, next, interval);
  return { state: report.verdict === "rollback" ? { ...next, rolledBack: next.rolledBack ?? report } : next, report };
}

function learn({ header, policy }: JudgeSetup, state: JudgeState, { t, baseline }: Interval): JudgeState {
  if (baseline === undefined) return state;
  return {
    ...state,
    errors: {
      ...state.errors,
      split: observeHistory(state.errors.split, { events: baseline.errors, requests: baseline.requests }),
    },
    latency: learnLatency(state.latency, baseline, header.boundsMs, policy.latency),
    gauges: mapGauges(state.gauges, (gauge, name) =>
      observeGauge(
        gauge,
        { t, baseline: baseline.gauges[name], canary: undefined },
        { tolerateGrowth: policy.gauges.tolerateGrowth, warm: false },
      ),
    ),
  };
}

function begin({ header, policy }: JudgeSetup, state: JudgeState): JudgeState {
  return { ...state, started: true, latency: settleLatency(state.latency, header.boundsMs, policy.latency) };
}

function measure(setup: JudgeSetup, before: JudgeState, interval: Interval): JudgeState {
  const { header, policy } = setup;
  const { t, baseline, canary } = interval;
  const traffic = observeTraffic(before.traffic, interval, header.dt);
  const state = traffic.stageWeight === before.traffic.stageWeight ? before : newStage(before);
  // Cold at the beginning of the interval counts as cold throughout.
  const cold = header.warmupS === 0 ? 0 : Math.max(0, 1 - Math.max(0, t - header.dt) / header.warmupS) ** 1.5;
  const step = {
    t,
    warm: cold === 0,
    intervals: Math.ceil(header.tEnd / header.dt),
    enough: Math.log(1 / policy.falseRollback),
  };
  const { tolerateRatio, warmupRatio } = policy.errors;
  const { tolerateSlowdown, warmupSlowdown } = policy.latency;
  return {
    ...state,
    traffic,
    errors: observeErrors(
      state.errors,
      {
        ...step,
        canary: { events: canary?.errors ?? 0, requests: canary?.requests ?? 0 },
        baseline: { events: baseline?.errors ?? 0, requests: baseline?.requests ?? 0 },
        limit: tolerateRatio + cold * Math.max(0, warmupRatio - tolerateRatio),
      },
      policy.errors,
    ),
    latency: observeLatency(
      state.latency,
      {
        ...step,
        canary: canary?.hist ?? [],
        baseline: baseline?.hist ?? [],
        slowdown: tolerateSlowdown + cold * Math.max(0, warmupSlowdown - tolerateSlowdown),
      },
      header.boundsMs,
      policy.latency,
    ),
    gauges: mapGauges(state.gauges, (gauge, name) =>
      observeGauge(
        gauge,
        { t, baseline: baseline?.gauges[name], canary: canary?.gauges[name] },
        { tolerateGrowth: policy.gauges.tolerateGrowth, warm: step.warm },
      ),
    ),
  };
}

/** More traffic may show what less traffic did not: what was refuted has to be refuted again. */
function newStage(state: JudgeState): JudgeState {
  return { ...state, refuted: [], errors: forgetErrorProof(state.errors), latency: forgetLatencyProof(state.latency) };
}

/** An e-value that once passed its threshold has done its work, even if later chance takes it back a little. */
function remember({ header, policy }: JudgeSetup, state: JudgeState, t: number): JudgeState {
  const progress = { t, tEnd: header.tEnd };
  const refuted = new Set(state.refuted);
  if (policy.errors.weight === 0 || errorsRefuted(state.errors, progress)) refuted.add("errors");
  if (!hasLatency({ header, policy }) || latencyRefuted(state.latency, progress)) refuted.add("latency");
  return refuted.size === state.refuted.length ? state : { ...state, refuted: [...refuted] };
}

function mapGauges(
  gauges: Readonly<Record<string, GaugeDrift>>,
  change: (gauge: GaugeDrift, name: string) => GaugeDrift,
): Record<string, GaugeDrift> {
  return Object.fromEntries(Object.entries(gauges).map(([name, gauge]) => [name, change(gauge, name)]));
}
