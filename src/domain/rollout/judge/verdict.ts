/**
 * continue: nothing to say yet. hold: do not go further, something has to be looked at. advance: harm of the size that
 * matters has been refuted. promote: the same, at the end. rollback: harm is proven. inconclusive: the end without either.
 */
export type Verdict = "continue" | "hold" | "advance" | "promote" | "rollback" | "inconclusive";

/** What one metric says at one moment. */
export interface Evidence {
  readonly metric: string;
  /** Evidence of harm: 1 at the beginning, on average at most 1 while nothing is worse; 1,000 is 1,000 to 1. */
  readonly e: number;
  /**
   * Canary against baseline, valid at every moment at once. Errors: ratio of the shares of errors. Latency: ratio of the
   * shares of slow requests at the edge that says most. Gauge: difference of the levels. Null: no end in sight.
   */
  readonly interval: readonly [number, number | null];
  /** Requests of the canary that were used. */
  readonly requests: number;
}

/** More about one metric, for people. */
export interface Explanation {
  readonly metric: string;
  /** For latency: the edge above which requests count as slow, in milliseconds. */
  readonly slowerThanMs?: number;
  readonly canary: { readonly events: number; readonly requests: number };
  readonly baseline: { readonly events: number; readonly requests: number };
  /** Variance over mean of the baseline's counts; above 1 evidence weighs less. */
  readonly dispersion: number;
  /** When the harm seems to have begun, in seconds; null while nothing speaks for harm. */
  readonly since: number | null;
  /** When evidence for exactly this harm, had its size and beginning been known, would have sufficed. */
  readonly firstPossible: number | null;
  readonly refuted: boolean;
  readonly meaning: string;
}

/** The answer to one interval. */
export interface Report {
  readonly t: number;
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
  readonly why: string;
  /** Evidence of all critical metrics together, and what it takes to roll back. */
  readonly combined: number;
  readonly threshold: number;
  /** Seconds until a harmless canary would be cleared at this traffic; null when that cannot be said. */
  readonly needsS: number | null;
  readonly explanations: readonly Explanation[];
}
