import { describe, expect, test } from "vitest";
import { drawBinomial } from "../../../../test/sim/canary/draw.ts";
import { seededRandom } from "../../../../test/sim/random.ts";
import type { Interval } from "../judge/trace.ts";
import { experimentResult, observeExperiment, startExperiment } from "./experiment.ts";
import { logBeta } from "./log-gamma.ts";

interface Plan {
  readonly seed: number;
  readonly shares: readonly [number, number];
  readonly weight: number;
  readonly actual?: number;
}

function run({ seed, shares, weight, actual = weight }: Plan, intervals = 60) {
  const random = seededRandom(seed);
  let experiment = startExperiment();
  for (let k = 1; k <= intervals; k++) {
    const canary = drawBinomial(random, 500, actual);
    const arm = (requests: number, share: number, part: number) => ({
      weight: part,
      requests,
      errors: drawBinomial(random, requests, share),
      hist: [],
      gauges: {},
    });
    const interval: Interval = {
      t: 10 * k,
      baseline: arm(500 - canary, shares[0], 1 - weight),
      canary: arm(canary, shares[1], weight),
    };
    experiment = observeExperiment(experiment, interval);
  }
  return experimentResult(experiment, 0.05);
}

describe("[F-05] an A/B test", () => {
  test("with a difference finds it, with an interval that holds the truth", () => {
    const result = run({ seed: 1, shares: [0.05, 0.075], weight: 0.5 });
    expect(result.different).toBe(true);
    expect(result.effect).toBeCloseTo(1.5, 0);
    expect(result.interval[0]).toBeLessThan(1.5);
    expect(result.interval[1]).toBeGreaterThan(1.5);
    expect(result.sampleRatio.suspicious).toBe(false);
  });

  test("without a difference claims one in at most 5 % of runs, and seldom doubts the split", () => {
    const results = Array.from({ length: 200 }, (_, seed) => run({ seed, shares: [0.05, 0.05], weight: 0.3 }));
    expect(results.filter(({ different }) => different).length).toBeLessThanOrEqual(10);
    expect(results.filter(({ sampleRatio }) => sampleRatio.suspicious).length).toBeLessThanOrEqual(10);
  });

  test("whose requests are not split as configured is doubted before its effect is believed", () => {
    const result = run({ seed: 3, shares: [0.05, 0.05], weight: 0.5, actual: 0.48 });
    expect(result.sampleRatio).toMatchObject({ expected: 0.5, suspicious: true });
    expect(result.why).toContain("do not reach the arms as configured");
  });

  test("without any event says that nothing is known", () => {
    expect(run({ seed: 4, shares: [0, 0], weight: 0.5 })).toMatchObject({ effect: null, different: false });
    expect(experimentResult(startExperiment(), 0.05)).toMatchObject({
      effect: null,
      interval: [0, null],
      different: false,
    });
  });
});

test("the logarithm of the beta function agrees with factorials", () => {
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  for (const [a, b] of [
    [1, 1],
    [2, 3],
    [7, 4],
    [12, 20],
  ] as const)
    expect(logBeta(a, b)).toBeCloseTo(Math.log((factorial(a - 1) * factorial(b - 1)) / factorial(a + b - 1)), 10);
  expect(logBeta(0.5, 0.5)).toBeCloseTo(Math.log(Math.PI), 10);
});
