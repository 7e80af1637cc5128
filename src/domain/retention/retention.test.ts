import { expect, test } from "vitest";
import { keepUntil, mayBeDeleted } from "./retention.ts";

const DAY_MS = 86_400_000;
const STORED_MS = 20_000 * DAY_MS;

test("[U-04] records are kept for ever, test results two years also over a leap day", () => {
  expect(keepUntil("record", STORED_MS)).toBeNull();
  expect(keepUntil("test-result", STORED_MS)).toBe(STORED_MS + (365 + 366) * DAY_MS);
  expect(keepUntil("log", STORED_MS)).toBe(STORED_MS + 90 * DAY_MS);
});

test("[U-04] a body may go when its time is over, not a moment earlier", () => {
  const until = keepUntil("test-result", STORED_MS)!;
  expect(mayBeDeleted(until, until - 1)).toBe(false);
  expect(mayBeDeleted(until, until)).toBe(true);
  expect(mayBeDeleted(null, Number.MAX_SAFE_INTEGER)).toBe(false);
});
