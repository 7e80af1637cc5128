import type { Random } from "../random.ts";
import { drawBinomial } from "./draw.ts";

/** Bucket bounds in milliseconds: 12 % apart from 10 ms to 6 s, as a service that cares about its tail would have them. */
export const BOUNDS_MS: readonly number[] = Array.from({ length: 56 }, (_, index) => Math.round(10 * 1.123 ** index));

/** Log-normal with median 100 ms and p99 400 ms. */
const MEDIAN_MS = 100;
const Z90 = 1.2815515655446004;
const Z99 = 2.3263478740408408;
const SIGMA = Math.log(4) / Z99;

export interface LatencyShape {
  /** Factor on every latency. */
  readonly all: number;
  /** Factor at p99: grows from 1 at p90, and goes on growing above p99. */
  readonly tail: number;
}

/** Spreads requests over the buckets. */
export function drawHistogram(random: Random, requests: number, shape: LatencyShape): number[] {
  let left = requests;
  let leftShare = 1;
  const counts = BOUNDS_MS.map((bound, index) => {
    const above = slowerShare(bound, shape);
    const inside = index === 0 ? 1 - above : leftShare - above;
    const count = leftShare <= 0 ? 0 : drawBinomial(random, left, Math.min(1, Math.max(0, inside / leftShare)));
    left -= count;
    leftShare = above;
    return count;
  });
  return [...counts, left];
}

/** Share of requests slower than a time. */
export function slowerShare(ms: number, { all, tail }: LatencyShape): number {
  const z = Math.log(ms / MEDIAN_MS / all) / SIGMA;
  if (z <= Z90 || tail === 1) return upperTail(z);
  return upperTail(Z90 + ((z - Z90) * SIGMA) / (SIGMA + Math.log(tail) / (Z99 - Z90)));
}

/** Upper tail of the normal distribution (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
