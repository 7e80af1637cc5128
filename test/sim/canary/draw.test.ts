import { describe, expect, test } from "vitest";
import { seededRandom } from "../random.ts";
import { drawBinomial, drawClumped, drawPoisson } from "./draw.ts";
import { slowerShare } from "./latency.ts";

const COUNT = 40_000;

function moments(draw: () => number): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (let index = 0; index < COUNT; index++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / COUNT;
  return { mean, variance: squares / COUNT - mean * mean };
}

describe("the simulator draws what it says", () => {
  test.each([0.3, 5, 11.9, 12.1, 60, 9000])("Poisson counts with mean %d", (mean) => {
    const random = seededRandom(1);
    const seen = moments(() => drawPoisson(random, mean));
    expect(Math.abs(seen.mean - mean)).toBeLessThan(4 * Math.sqrt(mean / COUNT));
    expect(seen.variance / mean).toBeCloseTo(1, 1);
  });

  test.each([
    [50, 0.002],
    [100, 0.3],
    [9000, 0.01],
    [9000, 0.75],
  ])("binomial counts of %d trials with share %d", (trials, share) => {
    const random = seededRandom(2);
    const seen = moments(() => drawBinomial(random, trials, share));
    const variance = trials * share * (1 - share);
    expect(Math.abs(seen.mean - trials * share)).toBeLessThan(4 * Math.sqrt(variance / COUNT));
    expect(seen.variance / variance).toBeCloseTo(1, 1);
  });

  test("clumps of mean size 2 make the variance three times the mean", () => {
    const random = seededRandom(3);
    const seen = moments(() => drawClumped(random, 10, 2));
    expect(seen.mean).toBeCloseTo(10, 0);
    expect(seen.variance / seen.mean).toBeGreaterThan(2.8);
    expect(seen.variance / seen.mean).toBeLessThan(3.2);
  });

  test("latency has its median at 100 ms and p99 at 400 ms, and a longer tail leaves the median alone", () => {
    expect(slowerShare(100, { all: 1, tail: 1 })).toBeCloseTo(0.5, 4);
    expect(slowerShare(400, { all: 1, tail: 1 })).toBeCloseTo(0.01, 4);
    expect(slowerShare(600, { all: 1, tail: 1.5 })).toBeCloseTo(0.01, 4);
    expect(slowerShare(100, { all: 1, tail: 1.5 })).toBeCloseTo(0.5, 4);
    expect(slowerShare(440, { all: 1.1, tail: 1 })).toBeCloseTo(0.01, 4);
  });
});
