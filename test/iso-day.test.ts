import fc from "fast-check";
import { expect, test } from "vitest";
import { epochDay, isIsoDay, isoDay } from "../src/kernel/iso-day.ts";

test("[N-01] a moment has the day the calendar of the machine gives it", () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000, max: 200_000_000_000 }), (seconds) => {
      const day = new Date(seconds * 1000).toISOString().slice(0, 10);
      expect(isoDay(seconds)).toBe(day);
      expect(isIsoDay(day)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each(["2026-02-29", "2026-13-01", "2026-1-1", "today", "2026-04-31", "2100-02-29", ""])(
  "[N-01] %j is no day",
  (text) => {
    expect(isIsoDay(text)).toBe(false);
  },
);

test("[N-01] days are counted as the calendar of the machine counts them", () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 2_000_000 }), (day) => {
      expect(epochDay(isoDay(day * 86_400))).toBe(day);
    }),
    { numRuns: 2000 },
  );
  expect(epochDay("2026-02-29")).toBeUndefined();
});
