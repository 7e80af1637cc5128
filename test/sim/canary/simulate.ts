import type { ArmCounts, Interval, TraceHeader } from "../../../src/domain/rollout/judge/trace.ts";
import type { Random } from "../random.ts";
import { drawClumped, drawNormal, drawPoisson } from "./draw.ts";
import { BOUNDS_MS, drawHistogram } from "./latency.ts";
import type { Behaviour, Moment, World } from "./worlds.ts";

export interface Setting {
  readonly requestsPerSecond: number;
  readonly random: Random;
  readonly historyS?: number;
  readonly tEnd?: number;
  readonly dt?: number;
}

export interface Trace {
  readonly header: TraceHeader;
  readonly intervals: readonly Interval[];
  readonly onset: number;
}

const BASE_ERRORS = 0.002;
const MEMORY_MB = 350;
const MEMORY_NOISE_MB = 3;

/** One rollout in a world: the same trace for the same random numbers. */
export function simulate(
  world: World,
  { requestsPerSecond, random, historyS = 900, tEnd = 1800, dt = 10 }: Setting,
): Trace {
  const onset = world.onset?.(random) ?? 0;
  const momentAt = world.start(random, onset);
  const intervals: Interval[] = [];
  for (let t = dt - historyS; t <= tEnd; t += dt) {
    const moment = momentAt(t);
    const arm = (share: number, behaviour: Partial<Behaviour>): ArmCounts =>
      drawArm(random, {
        mean: requestsPerSecond * dt * moment.traffic * share,
        share,
        behaviour,
        clumpSize: world.clumpSize ?? 1,
      });
    if (t <= 0) intervals.push({ t, baseline: arm(1, moment.baseline), canary: undefined });
    else intervals.push({ t, baseline: arm(1 - moment.weight, moment.baseline), canary: canaryOf(moment, arm) });
  }
  const header = { dt, tEnd, boundsMs: BOUNDS_MS, gauges: ["mem_mb"], warmupS: 180 };
  return { header, intervals, onset };
}

function canaryOf(moment: Moment, arm: (share: number, behaviour: Partial<Behaviour>) => ArmCounts): ArmCounts {
  if (moment.reached) return arm(moment.weight, moment.canary);
  return { ...arm(0, moment.canary), weight: moment.weight };
}

interface ArmPlan {
  readonly mean: number;
  readonly share: number;
  readonly behaviour: Partial<Behaviour>;
  readonly clumpSize: number;
}

function drawArm(random: Random, { mean, share, behaviour, clumpSize }: ArmPlan): ArmCounts {
  const { errors = 1, errorsAdded = 0, latency = 1, tail = 1, memoryMb = 0 } = behaviour;
  const requests = drawPoisson(random, mean);
  const failing = Math.min(1, BASE_ERRORS * errors + errorsAdded);
  return {
    weight: share,
    requests,
    errors: Math.min(requests, drawClumped(random, requests * failing, clumpSize)),
    hist: drawHistogram(random, requests, { all: latency, tail }),
    gauges: { mem_mb: MEMORY_MB + memoryMb + MEMORY_NOISE_MB * drawNormal(random) },
  };
}
