import type { Random } from "../random.ts";
import { drawNormal } from "./draw.ts";

/** How an arm behaves during one interval. */
export interface Behaviour {
  /** Factor on the base share of errors. */
  readonly errors: number;
  /** Added to the share of errors. */
  readonly errorsAdded: number;
  readonly latency: number;
  /** Factor at p99 while the median stays. */
  readonly tail: number;
  readonly memoryMb: number;
}

/** A situation a canary may be in. `moment` is called once per interval, in time order, from -history to the end. */
export interface World {
  readonly name: string;
  readonly harmful: boolean;
  /** When the harm begins, in seconds; 0 unless it comes late. */
  readonly onset?: (random: Random) => number;
  readonly clumpSize?: number;
  readonly start: (random: Random, onset: number) => (t: number) => Moment;
}

export interface Moment {
  /** Factor on traffic; 0 is silence. */
  readonly traffic: number;
  readonly weight: number;
  /** Whether requests reach the canary. */
  readonly reached: boolean;
  readonly baseline: Partial<Behaviour>;
  readonly canary: Partial<Behaviour>;
}

const QUIET: Moment = { traffic: 1, weight: 0.1, reached: true, baseline: {}, canary: {} };

function steady(name: string, canary: Partial<Behaviour>, more: Partial<World> = {}): World {
  return { name, harmful: true, start: () => (t) => (t > 0 ? { ...QUIET, canary } : QUIET), ...more };
}

/** Errors between half and double, traffic half up or down, once around in the length of the rollout. */
function day(t: number, phase: number): { traffic: number; errors: number } {
  const wave = Math.sin((2 * Math.PI * t) / 1800 + phase);
  return { traffic: 1 + 0.5 * wave, errors: 2 ** wave };
}

function diurnal(name: string, harmful: boolean, factor: number): World {
  return {
    name,
    harmful,
    start: (random) => {
      const phase = 2 * Math.PI * random();
      return (t) => {
        const { traffic, errors } = day(t, phase);
        return { ...QUIET, traffic, baseline: { errors }, canary: { errors: errors * (t > 0 ? factor : 1) } };
      };
    },
  };
}

const RAMP: World = {
  name: "ramp 10 to 50 %, errors climb in both",
  harmful: false,
  start: () => (t) => {
    const errors = 1 + 2 * Math.max(0, t / 1800);
    const weight = t <= 600 ? 0.1 : t <= 1200 ? 0.25 : 0.5;
    return { ...QUIET, weight, baseline: { errors }, canary: { errors } };
  },
};

const WARM_CACHE: World = {
  name: "warm cache",
  harmful: false,
  start: () => (t) => {
    const cold = Math.exp(-t / 60);
    return { ...QUIET, canary: { errors: 1 + 2 * cold, latency: 1 + 0.6 * cold } };
  },
};

/** Incidents hit both arms: a minute long on average, one in ten minutes. */
const SHARED_INCIDENT: World = {
  name: "shared incident, autocorrelated",
  harmful: false,
  start: (random) => {
    let strength = 0;
    return () => {
      strength = strength > 0 ? (random() < 1 / 6 ? 0 : strength) : random() < 1 / 60 ? 2 + 8 * random() : 0;
      const both = { errors: 1 + strength, latency: 1 + 0.05 * strength };
      return { ...QUIET, baseline: both, canary: both };
    };
  },
};

/** Each arm drifts on its own: errors by 10 and 20 %, latency by 1 and 2 %, and half of it stays to the next interval. */
const HOST_NOISE: World = {
  name: "host noise per arm",
  harmful: false,
  start: (random) => {
    let [baseline, canary] = [0, 0];
    const next = (before: number): number => 0.5 * before + Math.sqrt(0.75) * drawNormal(random);
    return () => {
      [baseline, canary] = [next(baseline), next(canary)];
      return {
        ...QUIET,
        baseline: { errors: Math.exp(0.1 * baseline), latency: Math.exp(0.01 * baseline) },
        canary: { errors: Math.exp(0.2 * canary), latency: Math.exp(0.02 * canary) },
      };
    };
  },
};

/** A tenth of the usual traffic is not even needed to see this: two requests a second, and every fifth minute silent. */
const SPARSE: World = {
  name: "sparse, silent minutes",
  harmful: false,
  start: (random) => {
    let [minute, silent] = [Number.NaN, false];
    return (t) => {
      if (Math.ceil(t / 60) !== minute) [minute, silent] = [Math.ceil(t / 60), random() < 0.2];
      return { ...QUIET, traffic: silent ? 0 : 0.04 };
    };
  },
};

const LEAK: World = {
  name: "leak, growing p99",
  harmful: true,
  start: () => (t) => ({
    ...QUIET,
    canary: { memoryMb: 0.06 * Math.max(0, t), tail: 1 + (0.5 * Math.max(0, t)) / 1800 },
  }),
};

const LATE_ONSET: World = {
  name: "errors x3, late onset",
  harmful: true,
  onset: (random) => 600 + 10 * Math.floor(60 * random()),
  start: (_, onset) => (t) => ({ ...QUIET, canary: { errors: t > onset ? 3 : 1 } }),
};

const BLACKHOLE: World = {
  name: "blackhole",
  harmful: true,
  start: () => (t) => ({ ...QUIET, reached: t <= 0 }),
};

/** Every other failing request is tried once more, now and then twice: variance over mean is 2. */
const RETRIES = { clumpSize: 1.5 };

/** Every world of the table of targets. */
export const WORLDS: readonly World[] = [
  steady("stationary", {}, { harmful: false }),
  diurnal("diurnal", false, 1),
  RAMP,
  WARM_CACHE,
  SHARED_INCIDENT,
  steady("clumped errors", {}, { harmful: false, ...RETRIES }),
  HOST_NOISE,
  steady("benign tiny difference", { errors: 1.03, latency: 1.01 }, { harmful: false }),
  SPARSE,
  steady("half outage", { errorsAdded: 0.5 }),
  steady("errors +0.5 pp", { errorsAdded: 0.005 }),
  steady("errors x2", { errors: 2 }),
  steady("errors x1.5", { errors: 1.5 }),
  steady("errors x1.2", { errors: 1.2 }),
  steady("p99 +50 %", { tail: 1.5 }),
  steady("p99 +20 %", { tail: 1.2 }),
  steady("latency +10 %", { latency: 1.1 }),
  LEAK,
  LATE_ONSET,
  diurnal("errors x2, diurnal", true, 2),
  steady("errors x2, clumped", { errors: 2 }, RETRIES),
  BLACKHOLE,
];
