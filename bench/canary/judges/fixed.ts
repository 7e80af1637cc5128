import type { Contestant, Outcome } from "./judge.ts";
import { quantile, windowOf, windows } from "./windows.ts";

/** Checks once a minute and gives up after two failed checks, the way progressive delivery controllers are set up. */
const CHECK_S = 60;
const FAILURES_MAX = 2;

type Check = (
  canary: { errors: number; p99: number; requests: number },
  baseline: { errors: number; p99: number },
) => boolean;

/** Limits written down once: half a percent of errors, 500 ms at p99. */
export const fixedThresholds = checker("fixed thresholds", ({ errors, p99 }) => errors > 0.005 || p99 > 500);

/** Canary against baseline in the same minute: 1.5 times the errors, 1.2 times p99. */
export const fixedRatios = checker(
  "fixed ratios",
  (canary, baseline) => canary.errors > 1.5 * baseline.errors || canary.p99 > 1.2 * baseline.p99,
);

function checker(name: string, fails: Check): Contestant {
  return {
    name,
    judge({ boundsMs }, intervals): Outcome {
      let failures = 0;
      for (const window of windows(intervals, CHECK_S)) {
        const [canary, baseline] = [windowOf(window, "canary"), windowOf(window, "baseline")];
        if (canary.requests === 0) continue; // no data is no failure in the tools this stands for
        const rates = (arm: typeof canary) => ({
          errors: arm.errors / arm.requests,
          p99: quantile(arm.hist, boundsMs, 0.99),
        });
        if (fails({ ...rates(canary), requests: canary.requests }, rates(baseline))) failures += 1;
        if (failures >= FAILURES_MAX) return { rollbackAt: window.at(-1)?.t, advanceAt: undefined, promoted: false };
      }
      return { rollbackAt: undefined, advanceAt: undefined, promoted: true };
    },
  };
}
