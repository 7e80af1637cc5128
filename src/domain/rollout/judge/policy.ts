/** A size of harm that must be refuted before `advance`, and how often a harm of that size may slip through. */
export interface Harm {
  /** How many times more often than in the baseline something bad happens. */
  readonly ratio: number;
  readonly risk: number;
  /** The risk taken once, at half-time, where the traffic of the whole rollout is too thin for `risk`. */
  readonly thinRisk?: number | undefined;
}

interface MetricPolicy {
  /** Part of the false-rollback budget, relative to the other metrics. 0 leaves the metric out. */
  readonly weight: number;
  /** Whether this metric alone may roll back. Otherwise its evidence only holds the rollout. */
  readonly critical: boolean;
}

export interface ErrorPolicy extends MetricPolicy {
  /** Error ratios up to this are no reason to roll back. */
  readonly tolerateRatio: number;
  /** The same at the first moment of warm-up; falls to `tolerateRatio` in a straight line. */
  readonly warmupRatio: number;
  readonly harms: readonly Harm[];
  /** An increase of the error share below this many parts of 1 is no harm, whatever its ratio. */
  readonly harmShareMin: number;
  /** Error share that counts as broken even while warming up. */
  readonly brokenShare: number;
}

export interface LatencyPolicy extends MetricPolicy {
  /** Baseline quantiles above which requests are counted, each 0 to 1. */
  readonly quantiles: readonly number[];
  /** Slowdowns as parts of 1: 0.1 means that everything takes 10 % longer. */
  readonly tolerateSlowdown: number;
  readonly warmupSlowdown: number;
  /** Tolerated besides right after warm-up; fades in a third of its length. */
  readonly lingerSlowdown: number;
  /** Harm below and from the 99 % quantile on. Only quantiles up to 99 % have to be refuted. */
  readonly harmSlowdown: number;
  readonly harmTailSlowdown: number;
  readonly harmRisk: number;
}

export interface GaugePolicy extends MetricPolicy {
  /** Growth against the baseline that is no reason to roll back, as a part of the baseline's level. */
  readonly tolerateGrowth: number;
}

/** Which harm matters in an environment, and how sure one has to be. */
export interface JudgePolicy {
  /** How often a harmless canary may be rolled back, over all metrics and the whole rollout. */
  readonly falseRollback: number;
  /** Evidence from which nothing advances, though it does not suffice for a rollback. */
  readonly suspicion: number;
  /** Seconds after warm-up before anything advances, however clear the numbers. */
  readonly watchS: number;
  /** How many requests must be missing before an idle canary counts as cut off. */
  readonly missingRequests: number;
  readonly errors: ErrorPolicy;
  readonly latency: LatencyPolicy;
  readonly gauges: GaugePolicy;
}

export const DEFAULT_POLICY: JudgePolicy = {
  falseRollback: 0.02,
  suspicion: 5,
  watchS: 60,
  missingRequests: 5,
  errors: {
    weight: 0.74,
    critical: true,
    tolerateRatio: 1,
    warmupRatio: 4,
    harms: [{ ratio: 2, risk: 0.02, thinRisk: 0.13 }],
    harmShareMin: 0.001,
    brokenShare: 0.1,
  },
  latency: {
    weight: 0.22,
    critical: true,
    quantiles: [0.75, 0.9, 0.95, 0.99, 0.995],
    tolerateSlowdown: 0.03,
    warmupSlowdown: 1,
    lingerSlowdown: 0.01,
    harmSlowdown: 0.1,
    harmTailSlowdown: 0.16,
    harmRisk: 0.02,
  },
  gauges: { weight: 0.04, critical: true, tolerateGrowth: 0.01 },
};
