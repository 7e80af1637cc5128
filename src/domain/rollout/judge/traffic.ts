import type { Interval } from "./trace.ts";

/** Whether requests reach the canary at all. */
export interface Traffic {
  /** Requests the canary should have had since its last one, by its weight and the baseline's requests. */
  readonly missing: number;
  readonly silentSince: number | undefined;
  /** The weight at which the present proof began. */
  readonly stageWeight: number;
  readonly isIdle: boolean;
}

export function startTraffic(): Traffic {
  return { missing: 0, silentSince: undefined, stageWeight: 0, isIdle: false };
}

/** A weight that has grown by this factor opens a new stage. */
const STAGE_GROWTH = 1.25;

export function observeTraffic(traffic: Traffic, { t, baseline, canary }: Interval, dt: number): Traffic {
  const weight = canary?.weight ?? 1 - (baseline?.weight ?? 1);
  const isIdle = (canary?.requests ?? 0) === 0 && (baseline?.requests ?? 0) === 0;
  const stageWeight = weight > traffic.stageWeight * STAGE_GROWTH ? weight : traffic.stageWeight;
  if ((canary?.requests ?? 0) > 0) return { missing: 0, silentSince: undefined, stageWeight, isIdle };
  const expected = weight < 1 ? ((baseline?.requests ?? 0) * weight) / (1 - weight) : 0;
  return {
    missing: traffic.missing + expected,
    silentSince: traffic.silentSince ?? t - dt,
    stageWeight,
    isIdle,
  };
}
