/** Events of both arms in one interval, and how they would split if the canary were like the baseline. */
export interface SplitCounts {
  readonly canaryEvents: number;
  readonly baselineEvents: number;
  /** The canary's part of the exposure (usually requests) of both arms, 0 to 1. */
  readonly share: number;
}

/**
 * Log of the factor by which an interval multiplies the evidence for "the canary's rate is `alternative` times the
 * baseline's" against "it is `limit` times". With `alternative > limit` its exponential has a mean of at most 1 whenever
 * the true ratio is at most `limit`, whatever the split; with `alternative < limit`, whenever it is at least `limit`.
 *
 * `clumpSize` 1 is the Poisson case, x ln(a/l) - n ln D with D = (1-r+ra)/(1-r+rl). Above 1 events come in clumps whose
 * sizes are geometric with that mean: then both arms' moment generating functions are those of compound Poisson counts,
 * M(s) = p e^s / (1 - q e^s), and the exponents that solve M(s) = a/(lD), M(u) = 1/D keep the mean at exactly 1. Dividing
 * the Poisson exponent by the dispersion instead would not: e^s in a geometric tail grows faster than the division saves.
 */
export function splitLogRatio(counts: SplitCounts, alternative: number, limit: number, clumpSize: number): number {
  const { canaryEvents, baselineEvents, share } = counts;
  const d = (1 - share + share * alternative) / (1 - share + share * limit);
  if (clumpSize === 1)
    return canaryEvents * Math.log(alternative / limit) - (canaryEvents + baselineEvents) * Math.log(d);
  const canaryExponent = clumpExponent(alternative / limit / d, clumpSize);
  return canaryEvents * canaryExponent + baselineEvents * clumpExponent(1 / d, clumpSize);
}

/** The s at which geometric clumps of a mean size have the moment generating function `value`. */
function clumpExponent(value: number, size: number): number {
  return Math.log(value) - Math.log((1 + (size - 1) * value) / size);
}

/** Events per clump that explain a ratio of variance to mean: geometric clumps of mean m have 2m - 1. */
export function clumpSizeOf(dispersion: number): number {
  return (Math.max(1, dispersion) + 1) / 2;
}
