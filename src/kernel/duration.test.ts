import { expect, test } from "vitest";
import { durationMs } from "./duration.ts";

test("durations are whole numbers with a unit", () => {
  expect(["500ms", "60s", "5m", "2h", "3d", "1w", "0s"].map((text) => durationMs(text))).toEqual([
    500, 60_000, 300_000, 7_200_000, 259_200_000, 604_800_000, 0,
  ]);
  expect(["", "5", "5 m", "-5s", "1.5s", "s", "5y"].map((text) => durationMs(text))).toEqual(Array(7).fill(undefined));
});
