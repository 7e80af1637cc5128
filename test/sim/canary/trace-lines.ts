import type { Arm, ArmCounts } from "../../../src/domain/rollout/judge/trace.ts";
import type { Trace } from "./simulate.ts";

/** A simulated rollout as the lines of a trace file. */
export function traceLines({ header, intervals }: Trace): string[] {
  const { dt, tEnd, boundsMs, gauges, warmupS } = header;
  const first = {
    type: "header",
    version: 1,
    dt,
    t_end: tEnd,
    bounds_ms: boundsMs,
    arms: ["baseline", "canary"],
    gauges,
    warmup_s: warmupS,
  };
  const line = (t: number, arm: Arm, counts: ArmCounts | undefined): string[] => {
    if (counts === undefined) return [];
    const { gauges: readings, ...rest } = counts;
    return [JSON.stringify({ t, arm, ...rest, ...readings })];
  };
  return [
    JSON.stringify(first),
    ...intervals.flatMap(({ t, baseline, canary }) => [...line(t, "baseline", baseline), ...line(t, "canary", canary)]),
  ];
}
