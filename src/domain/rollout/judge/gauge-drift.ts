/**
 * A gauge (memory, connections) of the canary that grows away from the baseline's.
 *
 * The level of a fresh process may differ, so the difference between the arms is compared with the mean of its own past.
 * These recursive residuals (Brown, Durbin and Evans 1975) are independent with equal spread while the difference stays
 * level, and grow with every interval while it climbs.
 */
export interface GaugeDrift {
  /** Mean difference canary - baseline since the end of warm-up, and over how many intervals. */
  readonly mean: number;
  readonly count: number;
  readonly sums: readonly number[];
  readonly noise: Readonly<Record<"baseline" | "canary", GaugeNoise>>;
  readonly level: number;
  readonly trend: Trend;
}

/** Second differences of one arm, over blocks of several lengths: noise that lingers shows in the longer ones. */
export interface GaugeNoise {
  readonly scales: readonly {
    readonly open: number;
    readonly openCount: number;
    readonly closed: readonly number[];
    readonly squares: number;
    readonly count: number;
  }[];
}

/** Sums of a straight line through the differences since the rollout began. */
interface Trend {
  readonly n: number;
  readonly t: number;
  readonly d: number;
  readonly tt: number;
  readonly td: number;
}

const LENGTHS = [1, 3, 9] as const;
/** Sizes of shift looked for, in standard deviations of one interval. */
const SHIFTS = [0.25, 0.5, 1, 2] as const;
/** A single reading says at most this much, in standard deviations. */
const CLIP = 4;
/** Readings before the mean of the past is worth comparing with, and before noise is known. */
const PAST_MIN = 5;

export function startGauge(): GaugeDrift {
  const quiet: GaugeNoise = {
    scales: LENGTHS.map(() => ({ open: 0, openCount: 0, closed: [], squares: 0, count: 0 })),
  };
  return {
    mean: 0,
    count: 0,
    sums: SHIFTS.map(() => 0),
    noise: { baseline: quiet, canary: quiet },
    level: 0,
    trend: { n: 0, t: 0, d: 0, tt: 0, td: 0 },
  };
}

export interface GaugeReading {
  readonly t: number;
  readonly baseline: number | undefined;
  readonly canary: number | undefined;
}

/** Adds a reading. `tolerateGrowth` is a part of the baseline's level; a cold canary only teaches its trend. */
export function observeGauge(
  gauge: GaugeDrift,
  { t, baseline, canary }: GaugeReading,
  { tolerateGrowth, warm }: { tolerateGrowth: number; warm: boolean },
): GaugeDrift {
  const noise = {
    baseline: baseline === undefined ? gauge.noise.baseline : observeNoise(gauge.noise.baseline, baseline),
    canary: canary === undefined || !warm ? gauge.noise.canary : observeNoise(gauge.noise.canary, canary),
  };
  const level = baseline ?? gauge.level;
  if (baseline === undefined || canary === undefined || t <= 0) return { ...gauge, noise, level };
  const difference = canary - baseline;
  const trend = addToTrend(gauge.trend, t, difference);
  if (!warm) return { ...gauge, noise, level, trend };
  const count = gauge.count + 1;
  const mean = gauge.mean + (difference - gauge.mean) / count;
  const deviation = deviationOf(gauge);
  if (gauge.count < PAST_MIN || deviation === undefined) return { ...gauge, noise, level, trend, count, mean };
  const past = Math.max(gauge.mean, 0) + tolerateGrowth * Math.abs(gauge.level);
  const residual = (difference - past) / (deviation * Math.sqrt(1 + 1 / gauge.count));
  const surprise = Math.min(CLIP, residual);
  const sums = gauge.sums.map((sum, index) => sum + (SHIFTS[index] ?? 0) * (surprise - (SHIFTS[index] ?? 0) / 2));
  return { ...gauge, noise, level, trend, count, mean, sums };
}

export function gaugeEvidence({ sums }: GaugeDrift): number {
  return sums.reduce((total, sum) => total + Math.exp(Math.min(400, sum)), 0) / sums.length;
}

/** The straight line through the differences since the beginning. */
export interface Climb {
  /** Standard errors above zero; 0 while unknown. */
  readonly significance: number;
  /** Growth over so many seconds at this slope, as a part of the baseline's level. */
  growthIn(seconds: number): number;
}

export function gaugeClimb(gauge: GaugeDrift): Climb {
  const { n, t, d, tt, td } = gauge.trend;
  const deviation = deviationOf(gauge);
  const spread = tt - (t * t) / Math.max(1, n);
  if (n < PAST_MIN || deviation === undefined || !(spread > 0)) return { significance: 0, growthIn: () => 0 };
  const slope = (td - (t * d) / n) / spread;
  return {
    significance: (slope * Math.sqrt(spread)) / deviation,
    growthIn: (seconds) => (slope * seconds) / Math.max(Math.abs(gauge.level), Number.MIN_VALUE),
  };
}

/** Mean excess over the baseline since warm-up, with a band of two standard errors. */
export function gaugeInterval(gauge: GaugeDrift): readonly [number, number] {
  const error = gauge.count === 0 ? 0 : (2 * (deviationOf(gauge) ?? 0)) / Math.sqrt(gauge.count);
  return [gauge.mean - error, gauge.mean + error];
}

/** Standard deviation of one difference between the arms, as if its noise were independent from interval to interval. */
export function deviationOf({ noise }: GaugeDrift): number | undefined {
  const baseline = varianceOf(noise.baseline);
  const canary = varianceOf(noise.canary);
  if (baseline === undefined && canary === undefined) return undefined;
  const variance = (baseline ?? canary ?? 0) + Math.max(baseline ?? 0, canary ?? 0);
  return variance > 0 ? Math.sqrt(variance) : undefined;
}

function varianceOf({ scales }: GaugeNoise): number | undefined {
  const [shortest] = scales;
  if (shortest === undefined || shortest.count < PAST_MIN) return undefined;
  // A mean of n readings has 1/n of the variance when they are independent; times n it can be compared.
  const values = scales.map(({ squares, count }, index) =>
    count === 0 ? 0 : ((squares / count) * (LENGTHS[index] ?? 1)) / (index === 0 ? 1 : 1 + 1.2 * Math.sqrt(3 / count)),
  );
  return Math.max(...values);
}

function observeNoise({ scales }: GaugeNoise, reading: number): GaugeNoise {
  return {
    scales: scales.map((scale, index) => {
      const length = LENGTHS[index] ?? 1;
      const open = scale.open + reading / length;
      if (scale.openCount + 1 < length) return { ...scale, open, openCount: scale.openCount + 1 };
      const [before, middle] = scale.closed;
      if (before === undefined || middle === undefined)
        return { ...scale, open: 0, openCount: 0, closed: [...scale.closed, open] };
      const surprise = middle - (before + open) / 2;
      const squares = scale.squares + (surprise * surprise) / 1.5;
      return { open: 0, openCount: 0, closed: [middle, open], squares, count: scale.count + 1 };
    }),
  };
}

function addToTrend(trend: Trend, t: number, d: number): Trend {
  return { n: trend.n + 1, t: trend.t + t, d: trend.d + d, tt: trend.tt + t * t, td: trend.td + t * d };
}
