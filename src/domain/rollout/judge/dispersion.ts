/** Block lengths in intervals at which the baseline is compared with its own neighbourhood. */
const SCALES = [1, 3, 9] as const;
/** How many comparisons the assumption "no more spread than chance" is worth. */
const PRIOR_COUNT = 10;

/** Scatter that is this clear is taken nearly at its full value. */
const EVIDENT = 1.25;

/** Sums over one block length. A block is [events, exposure]. */
interface Scale {
  readonly open: readonly [number, number];
  readonly openCount: number;
  /** The last two closed blocks, older first. */
  readonly closed: readonly (readonly [number, number])[];
  readonly squares: number;
  readonly variances: number;
  readonly count: number;
}

/** How much more the baseline's counts scatter than chance alone makes them. */
export interface Dispersion {
  readonly scales: readonly Scale[];
}

export function noDispersion(): Dispersion {
  return { scales: SCALES.map(() => ({ open: [0, 0], openCount: 0, closed: [], squares: 0, variances: 0, count: 0 })) };
}

/**
 * Adds an interval of the baseline. Each block is compared with the mean of the blocks before and after it, so a slow
 * change of level, which hits both arms, does not count as scatter.
 */
export function observeDispersion({ scales }: Dispersion, events: number, exposure: number): Dispersion {
  return { scales: scales.map((scale, index) => addToScale(scale, SCALES[index] ?? 1, events, exposure)) };
}

/**
 * Variance over mean, at least 1. Longer blocks see noise that lingers from interval to interval, but there are few of
 * them, so a value that may be chance is lowered by its standard error; otherwise the largest of three guesses would rule.
 */
export function dispersionOf({ scales }: Dispersion): number {
  const values = scales.map(({ squares, variances, count }, index) => {
    if (variances === 0) return 1;
    const value = ((squares / variances) * count + PRIOR_COUNT) / (count + PRIOR_COUNT);
    // Neighbouring comparisons share blocks: three of them are worth about two.
    const error = Math.sqrt(3 / (count + PRIOR_COUNT));
    const certain = value / (1 + (index === 0 ? 1 : 1.2) * error);
    return certain > EVIDENT ? value / (1 + (index === 0 ? 0.5 : 1.2) * error) : certain;
  });
  return Math.max(1, ...values);
}

function addToScale(scale: Scale, length: number, events: number, exposure: number): Scale {
  const open = [scale.open[0] + events, scale.open[1] + exposure] as const;
  if (scale.openCount + 1 < length) return { ...scale, open, openCount: scale.openCount + 1 };
  const fresh = { ...scale, open: [0, 0] as const, openCount: 0 };
  const [before, middle] = scale.closed;
  if (before === undefined || middle === undefined) return { ...fresh, closed: [...scale.closed, open] };
  const around = before[1] + open[1];
  const rate = (before[0] + middle[0] + open[0]) / (around + middle[1]);
  if (!(middle[1] > 0 && around > 0)) return { ...fresh, closed: [middle, open] };
  const surprise = middle[0] - (middle[1] * (before[0] + open[0])) / around;
  return {
    ...fresh,
    closed: [middle, open],
    squares: scale.squares + surprise * surprise,
    variances: scale.variances + rate * middle[1] * (1 + middle[1] / around),
    count: scale.count + 1,
  };
}
