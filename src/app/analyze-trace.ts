import type { TriggerReport } from "../domain/rollout/trigger/trigger.ts";
import { NO_TRIGGER_HISTORY, watchTriggers, type Trigger } from "../domain/rollout/trigger/trigger.ts";
import { experimentResult, observeExperiment, startExperiment } from "../domain/rollout/experiment/experiment.ts";
import type { ExperimentResult } from "../domain/rollout/experiment/experiment.ts";
import { observe } from "../domain/rollout/judge/judge.ts";
import { startJudge } from "../domain/rollout/judge/judge-state.ts";
import type { JudgePolicy } from "../domain/rollout/judge/policy.ts";
import type { Interval } from "../domain/rollout/judge/trace.ts";
import type { Report } from "../domain/rollout/judge/verdict.ts";
import type { Trace } from "./read-trace.ts";

/** A report beside the interval it was made of, for those who want to draw both. */
export interface JudgedInterval {
  readonly interval: Interval;
  readonly report: Report;
}

/** Judges a trace as it comes in, exactly as the rollout engine does. */
export async function* judgeTrace(trace: Trace, policy: JudgePolicy): AsyncGenerator<JudgedInterval> {
  const setup = { header: trace.header, policy };
  let state = startJudge(setup);
  for await (const interval of trace.intervals) {
    const step = observe(setup, state, interval);
    state = step.state;
    if (step.report !== undefined) yield { interval, report: step.report };
  }
}

/** Replays fixed limits over a trace. */
export async function* replayTriggers(trace: Trace, triggers: readonly Trigger[]): AsyncGenerator<TriggerReport> {
  let state = NO_TRIGGER_HISTORY;
  for await (const interval of trace.intervals) {
    if (interval.t <= 0) continue;
    const step = watchTriggers(triggers, trace.header, state, interval);
    state = step.state;
    yield step.report;
  }
}

/** Reads a trace as an experiment; `t` is the end of its last interval. Undefined for a trace without intervals. */
export async function compareArms(
  trace: Trace,
  error: number,
): Promise<(ExperimentResult & { t: number }) | undefined> {
  let experiment = startExperiment();
  let last: number | undefined;
  for await (const interval of trace.intervals) {
    if (interval.t <= 0) continue;
    experiment = observeExperiment(experiment, interval);
    last = interval.t;
  }
  return last === undefined ? undefined : { t: last, ...experimentResult(experiment, error) };
}
