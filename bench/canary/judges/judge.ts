import type { Interval, TraceHeader } from "../../../src/domain/rollout/judge/trace.ts";

/** What a judge made of a trace: when it rolled back, when it first cleared the canary, and whether it let it through. */
export interface Outcome {
  readonly rollbackAt: number | undefined;
  readonly advanceAt: number | undefined;
  readonly promoted: boolean;
}

export interface Contestant {
  readonly name: string;
  readonly judge: (header: TraceHeader, intervals: readonly Interval[]) => Outcome;
}
