import { splitLogRatio, type SplitCounts } from "./split-ratio.ts";

/** Ratios at which the likelihood is kept: a factor of 2^(1/4) apart, from 1/16 to 64. */
const RATIOS = Array.from({ length: 41 }, (_, index) => 2 ** (-4 + index / 4));

/** Weights of the points in the mean, most near equality: what they add up to is 1. */
const PRIOR = weightsNearEqual();

/** Log likelihood of the rate ratio between the arms, at fixed points; `[]` is the empty curve. */
export type RatioCurve = readonly number[];

/** Adds an interval. Counts that scatter more than chance weigh less. */
export function observeRatio(curve: RatioCurve, counts: SplitCounts, dispersion: number): RatioCurve {
  return RATIOS.map((ratio, index) => (curve[index] ?? 0) + splitLogRatio(counts, ratio, 1, 1) / dispersion);
}

/**
 * The ratios that cannot be excluded: all whose likelihood is more than `error` times the weighted mean likelihood
 * of the points. The mean over the likelihood is an e-value against each ratio, so the interval holds at every moment at once.
 * Null stands for "no upper end in sight".
 */
export function ratioInterval(curve: RatioCurve, error: number): readonly [number, number | null] {
  if (curve.length === 0) return [0, null];
  const top = Math.max(...curve);
  const mean =
    top + Math.log(curve.reduce((sum, value, index) => sum + (PRIOR[index] ?? 0) * Math.exp(value - top), 0));
  const limit = mean + Math.log(error);
  const first = curve.findIndex((value) => value > limit);
  const last = curve.findLastIndex((value) => value > limit);
  if (first < 0) return [ratioAt(curve.indexOf(top)), ratioAt(curve.indexOf(top))];
  return [
    first === 0 ? 0 : crossing(curve, first - 1, first, limit),
    last === curve.length - 1 ? null : crossing(curve, last + 1, last, limit),
  ];
}

/** Where the curve between two neighbouring points meets a level, in the logarithm of the ratio. */
function crossing(curve: RatioCurve, outside: number, inside: number, level: number): number {
  const below = curve[outside] ?? 0;
  const above = curve[inside] ?? 0;
  return ratioAt(outside + (inside - outside) * ((level - below) / (above - below)));
}

function ratioAt(position: number): number {
  return 2 ** (-4 + position / 4);
}

function weightsNearEqual(): readonly number[] {
  const raw = RATIOS.map((ratio) => 1 / (1 + Math.log2(ratio) ** 2));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}
