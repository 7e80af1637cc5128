import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logBeta } from "../experiment/log-gamma.ts";
import { mixtureEvidence, observeMixture, startMixture } from "./onset-mixture.ts";
import { observeRatio, ratioInterval } from "./ratio-curve.ts";
import { clumpSizeOf, splitLogRatio } from "./split-ratio.ts";

const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });
const ratio = fc.double({ min: 1.05, max: 20, noNaN: true });

/** Probabilities of 0, 1, 2 … events in geometric clumps (the recursion of Panjer for compound Poisson counts). */
function clumpedProbabilities(mean: number, size: number, length: number): number[] {
  const clumps = mean / size;
  const clump = (count: number): number => (1 / size) * (1 - 1 / size) ** (count - 1);
  const probabilities = [Math.exp(-clumps)];
  for (let count = 1; count < length; count++) {
    let sum = 0;
    for (let part = 1; part <= count; part++) sum += part * clump(part) * (probabilities[count - part] ?? 0);
    probabilities.push((clumps / count) * sum);
  }
  return probabilities;
}

/** Mean of the factor over all outcomes, when the canary's true rate is `truth` times the baseline's. */
function meanFactor(given: {
  share: number;
  mean: number;
  truth: number;
  alternative: number;
  limit: number;
  size: number;
}): number {
  const length = 220;
  const exposure = given.mean / (1 - given.share);
  const canary = clumpedProbabilities(exposure * given.share * given.truth, given.size, length);
  const baseline = clumpedProbabilities(exposure * (1 - given.share), given.size, length);
  let sum = 0;
  for (const [x, canaryProbability] of canary.entries())
    for (const [y, baselineProbability] of baseline.entries()) {
      const counts = { canaryEvents: x, baselineEvents: y, share: given.share };
      const probability = canaryProbability * baselineProbability;
      if (probability > 1e-18)
        sum += probability * Math.exp(splitLogRatio(counts, given.alternative, given.limit, given.size));
    }
  return sum;
}

describe("the factor of an interval", () => {
  test("has mean 1 when the ratio is at the limit, summed over all outcomes", () => {
    const cases = fc.record({
      share: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      mean: fc.double({ min: 0.05, max: 4, noNaN: true }),
      alternative: fc.double({ min: 1.1, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ share, mean, alternative }) => {
        expect(meanFactor({ share, mean, alternative, truth: 1, limit: 1, size: 1 })).toBeCloseTo(1, 6);
        expect(
          meanFactor({ share, mean, alternative: alternative * 1.3, truth: 1.3, limit: 1.3, size: 1 }),
        ).toBeCloseTo(1, 6);
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  test("has mean 1 for geometric clumps too, where dividing by the dispersion does not", () => {
    const given = { share: 0.1, mean: 3, truth: 1, limit: 1, size: 2 };
    for (const alternative of [1.2, 1.6, 2.1]) expect(meanFactor({ ...given, alternative })).toBeCloseTo(1, 3);
    let divided = 0;
    const canary = clumpedProbabilities(3 / 9, 2, 200);
    const baseline = clumpedProbabilities(3, 2, 200);
    for (const [x, p] of canary.entries())
      for (const [y, q] of baseline.entries())
        divided += p * q * Math.exp(splitLogRatio({ canaryEvents: x, baselineEvents: y, share: 0.1 }, 6, 1, 1) / 3);
    expect(divided).toBeGreaterThan(1.02);
  });

  test("has mean below 1 when the canary is better than the limit", () => {
    expect(meanFactor({ share: 0.1, mean: 3, alternative: 2, truth: 0.7, limit: 1, size: 1 })).toBeLessThan(1);
    expect(meanFactor({ share: 0.1, mean: 3, alternative: 2, truth: 0.7, limit: 1, size: 2 })).toBeLessThan(1);
  });

  test("of a refutation has mean at most 1 when the harm is there or greater", () => {
    expect(meanFactor({ share: 0.1, mean: 3, alternative: 1, truth: 2, limit: 2, size: 1 })).toBeCloseTo(1, 6);
    expect(meanFactor({ share: 0.1, mean: 3, alternative: 1, truth: 2.6, limit: 2, size: 1 })).toBeLessThan(1);
  });

  test("does not depend on how an interval is split, as long as the share stays", () => {
    fc.assert(
      fc.property(
        share,
        ratio,
        fc.array(fc.tuple(fc.nat(30), fc.nat(90)), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(1, 1.7),
        (share, ratio, parts, size) => {
          const whole = parts.reduce(([x, y], [dx, dy]) => [x + dx, y + dy], [0, 0]);
          const log = ([canaryEvents, baselineEvents]: readonly [number, number]): number =>
            splitLogRatio({ canaryEvents, baselineEvents, share }, ratio, 1, size);
          expect(parts.reduce((sum, part) => sum + log(part), 0)).toBeCloseTo(log(whole), 8);
        },
      ),
      { seed: 2 },
    );
  });

  test("is not misled by a split that changes with the error level (Simpson's paradox)", () => {
    const quiet = { canaryEvents: 2, baselineEvents: 18, share: 0.1 };
    const busy = { canaryEvents: 100, baselineEvents: 100, share: 0.5 };
    const apart = splitLogRatio(quiet, 1.5, 1, 1) + splitLogRatio(busy, 1.5, 1, 1);
    const pooled = splitLogRatio({ canaryEvents: 102, baselineEvents: 118, share: 0.3 }, 1.5, 1, 1);
    expect(apart).toBeLessThan(0);
    expect(pooled).toBeGreaterThan(0);
  });
});

test("a fine grid of ratios agrees with the Beta-binomial closed form at a constant share", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 0.5, noNaN: true }), fc.nat(120), fc.nat(200), (share, x, y) => {
      const [a, b] = [10 * share, 10 * (1 - share)];
      const closed = logBeta(a + x, b + y) - logBeta(a, b) - x * Math.log(share) - y * Math.log(1 - share);
      // The same prior on the canary's part q of the events, as ratios q(1-r) / ((1-q)r), integrated by the midpoint rule.
      const steps = 20_000;
      let sum = 0;
      for (let step = 0; step < steps; step++) {
        const q = (step + 0.5) / steps;
        const density = Math.exp((a - 1) * Math.log(q) + (b - 1) * Math.log(1 - q) - logBeta(a, b));
        const ratio = (q * (1 - share)) / ((1 - q) * share);
        sum +=
          (density / steps) *
          Math.exp(splitLogRatio({ canaryEvents: x, baselineEvents: y, share }, ratio, 1, 1) - closed);
      }
      // Where the prior has a pole at 0 the midpoint rule is a little short.
      expect(sum).toBeGreaterThan(0.9);
      expect(sum).toBeLessThan(1.02);
    }),
    { numRuns: 20, seed: 3 },
  );
});

test("the recursion over beginnings equals the sum over all beginnings", () => {
  const logs = [0.3, -0.2, 0.9, -1.4, 0.5];
  let mixture = startMixture(1);
  for (const [index, log] of logs.entries())
    mixture = observeMixture(mixture, { t: 10 * (index + 1), logFactors: [log], intervals: 5, enough: 4 });
  const weights = [0.85, 0.0375, 0.0375, 0.0375, 0.0375];
  const slow = weights.reduce(
    (sum, weight, begin) => sum + weight * Math.exp(logs.slice(begin).reduce((total, log) => total + log, 0)),
    0,
  );
  expect(mixtureEvidence(mixture, [1])).toBeCloseTo(slow, 10);
});

describe("the interval of the ratio", () => {
  test("is open without data, and narrows around the truth", () => {
    expect(ratioInterval([], 0.05)).toEqual([0, null]);
    const few = ratioInterval(observeRatio([], { canaryEvents: 4, baselineEvents: 18, share: 0.1 }, 1), 0.05);
    const many = ratioInterval(observeRatio([], { canaryEvents: 400, baselineEvents: 1800, share: 0.1 }, 1), 0.05);
    expect(few[0]).toBeLessThan(many[0]);
    expect(many[0]).toBeGreaterThan(1.6);
    expect(many[1]).toBeLessThan(2.5);
  });

  test("always holds the most likely ratio", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), share, (x, y, share) => {
        const [low, high] = ratioInterval(observeRatio([], { canaryEvents: x, baselineEvents: y, share }, 1), 0.05);
        const likely = Math.min(60, Math.max(1 / 15, (x * (1 - share)) / (y * share)));
        expect(low).toBeLessThanOrEqual(likely * 1.1);
        expect(high ?? 64).toBeGreaterThanOrEqual(likely / 1.1);
      }),
      { seed: 4 },
    );
  });
});

test("counts that scatter less than chance are taken as chance, more as clumps", () => {
  expect([0.3, 1, 3, 9].map(clumpSizeOf)).toEqual([1, 1, 2, 5]);
});
