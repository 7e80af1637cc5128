/**
 * Evidence that something became worse, at a size and a moment nobody knows: a weighted sum, over sizes and over all
 * intervals at which it may have begun, of products of factors with mean at most 1. The weights add up to 1, so the sum
 * has mean at most 1 too, and by Ville's inequality reaches 1/a with probability at most a, however often one looks.
 *
 * The sum over beginnings needs no memory of them: S <- (S + w) * factor, once per size (the recursion of Shiryaev and
 * Roberts, with weights that are finite in total).
 */
export interface OnsetMixture {
  /** Weighted sum over beginnings, for each size. */
  readonly sums: readonly number[];
  /** Weight of the beginnings that are still to come; as evidence each of them counts 1. */
  readonly unspent: number;
  /** For each size: log evidence of the best single beginning, when that was, and when it alone would have sufficed. */
  readonly best: readonly number[];
  readonly since: readonly number[];
  readonly knownAt: readonly (number | null)[];
}

/** Share of the weight on "bad from the start"; the rest is spread evenly over later beginnings. */
const FROM_START = 0.85;
/** Larger evidence is not told apart; keeps sums finite. */
const CAP = 1e200;

export function startMixture(sizes: number): OnsetMixture {
  const each = <T>(value: T): T[] => Array.from({ length: sizes }, () => value);
  return {
    sums: each(0),
    unspent: 1,
    best: each(0),
    since: each(Number.MIN_SAFE_INTEGER),
    knownAt: each<number | null>(null),
  };
}

interface Step {
  readonly t: number;
  /** Log of the factor of each size. */
  readonly logFactors: readonly number[];
  /** How many intervals the rollout has, so that later beginnings get equal parts. */
  readonly intervals: number;
  /** Log of the evidence that would have sufficed for one known size and beginning. */
  readonly enough: number;
}

export function observeMixture(mixture: OnsetMixture, { t, logFactors, intervals, enough }: Step): OnsetMixture {
  const planned = mixture.unspent === 1 ? FROM_START : (1 - FROM_START) / Math.max(1, intervals - 1);
  const weight = Math.min(planned, mixture.unspent);
  const best = logFactors.map((log, size) => Math.max(0, mixture.best[size] ?? 0) + log);
  return {
    sums: logFactors.map((log, size) => Math.min(CAP, ((mixture.sums[size] ?? 0) + weight) * Math.exp(log))),
    unspent: mixture.unspent - weight < 1e-12 ? 0 : mixture.unspent - weight,
    best,
    since: mixture.since.map((since, size) => ((mixture.best[size] ?? 0) > 0 ? since : t)),
    knownAt: mixture.knownAt.map((known, size) => known ?? ((best[size] ?? 0) >= enough ? t : null)),
  };
}

/** The e-value: 1 at the beginning, mean at most 1 as long as nothing is worse. */
export function mixtureEvidence({ sums, unspent }: OnsetMixture, prior: readonly number[]): number {
  return Math.min(
    CAP,
    sums.reduce((total, sum, size) => total + sum * (prior[size] ?? 0), unspent),
  );
}

interface Story {
  /** Index of the size. */
  readonly size: number;
  /** End of the interval in which it began. */
  readonly since: number;
  readonly knownAt: number | null;
}

/** What the most convincing single size and beginning say. Undefined while nothing speaks for harm. */
export function mixtureStory({ best, since, knownAt }: OnsetMixture): Story | undefined {
  const size = best.reduce((leading, value, index) => (value > (best[leading] ?? 0) ? index : leading), 0);
  if ((best[size] ?? 0) <= 0) return undefined;
  return { size, since: since[size] ?? 0, knownAt: knownAt[size] ?? null };
}
