import { errorsRefuted, forgetErrorProof, observeErrors } from "./error-metric.ts";
import { observeGauge, type GaugeDrift } from "./gauge-drift.ts";
import { hasLatency, type JudgeSetup, type JudgeState } from "./judge-state.ts";
import { forgetLatencyProof, latencyRefuted, learnLatency, observeLatency, settleLatency } from "./latency-metric.ts";
import { reportOf } from "./report.ts";
import { observeHistory } from "./split-test.ts";
import type { Interval, TraceHeader } from "./trace.ts";
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
  const next = remember(setup, measure(setup, begun, interval));
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
  const cold = coldAt(header, t);
  const step = {
    t,
    warm: t - header.dt >= header.warmupS,
    dt: header.dt,
    tEnd: header.tEnd,
    enough: Math.log(1 / policy.falseRollback),
  };
  const { tolerateRatio, warmupRatio } = policy.errors;
  const { tolerateSlowdown, warmupSlowdown, lingerSlowdown } = policy.latency;
  return {
    ...state,
    traffic,
    errors: observeErrors(
      state.errors,
      {
        ...step,
        canary: { events: canary?.errors ?? 0, requests: canary?.requests ?? 0 },
        baseline: { events: baseline?.errors ?? 0, requests: baseline?.requests ?? 0 },
        limit: tolerateRatio + cold.errors * Math.max(0, warmupRatio - tolerateRatio),
      },
      policy.errors,
    ),
    latency: observeLatency(
      state.latency,
      {
        ...step,
        canary: canary?.hist ?? [],
        baseline: baseline?.hist ?? [],
        slowdown:
          tolerateSlowdown +
          cold.latency * Math.max(0, warmupSlowdown - tolerateSlowdown) +
          cold.lingering * lingerSlowdown,
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

/**
 * How cold the canary may be during an interval, 1 at the beginning of the rollout; what it is at the beginning of the
 * interval counts for all of it. The powers lie above a straight line and above e^(-3t/w) nearly everywhere, and below
 * them by little near the end, where a lower limit means earlier sight of real harm. Latency, which shows effects of a
 * few percent within seconds, keeps a residue that fades after the warm-up.
 */
function coldAt({ dt, warmupS }: TraceHeader, t: number): { errors: number; latency: number; lingering: number } {
  const passed = warmupS === 0 ? Number.POSITIVE_INFINITY : Math.max(0, t - dt) / warmupS;
  const left = Math.max(0, 1 - passed);
  return { errors: left ** 1.75, latency: left ** 1.5, lingering: Math.exp(-3 * Math.max(0, passed - 1)) };
}

/** More traffic may show what less traffic did not: what was refuted has to be refuted again. */
function newStage(state: JudgeState): JudgeState {
  return { ...state, refuted: [], errors: forgetErrorProof(state.errors), latency: forgetLatencyProof(state.latency) };
}

/** An e-value that once passed its threshold has done its work, even if later chance takes it back a little. */
function remember({ header, policy }: JudgeSetup, state: JudgeState): JudgeState {
  const refuted = new Set(state.refuted);
  if (policy.errors.weight === 0 || errorsRefuted(state.errors)) refuted.add("errors");
  if (!hasLatency({ header, policy }) || latencyRefuted(state.latency)) refuted.add("latency");
  return refuted.size === state.refuted.length ? state : { ...state, refuted: [...refuted] };
}

function mapGauges(
  gauges: Readonly<Record<string, GaugeDrift>>,
  change: (gauge: GaugeDrift, name: string) => GaugeDrift,
): Record<string, GaugeDrift> {
  return Object.fromEntries(Object.entries(gauges).map(([name, gauge]) => [name, change(gauge, name)]));
}
