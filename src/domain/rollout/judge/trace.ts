/** What a trace says before its first interval; the format is described in docs/canary.md. */
export interface TraceHeader {
  /** Length of an interval, in seconds. */
  readonly dt: number;
  /** When the rollout is over, in seconds since it began. */
  readonly tEnd: number;
  /** Upper bounds of the latency buckets in milliseconds, ascending; one more bucket follows, without bound. */
  readonly boundsMs: readonly number[];
  readonly gauges: readonly string[];
  /** How long a fresh canary may be cold. */
  readonly warmupS: number;
}

export type Arm = "baseline" | "canary";

/** What one arm did in one interval. */
export interface ArmCounts {
  /** The share of traffic the arm was meant to get, 0 to 1. */
  readonly weight: number;
  readonly requests: number;
  readonly errors: number;
  /** Requests per latency bucket, not cumulative. Empty when nothing was measured. */
  readonly hist: readonly number[];
  readonly gauges: Readonly<Record<string, number>>;
}

/** Both arms over one interval. `t` is its end, in seconds since the rollout began; history has `t <= 0`. */
export interface Interval {
  readonly t: number;
  readonly baseline: ArmCounts | undefined;
  readonly canary: ArmCounts | undefined;
}
