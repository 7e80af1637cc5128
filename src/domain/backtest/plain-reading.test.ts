import { expect, test } from "vitest";
import { readPlainly } from "./plain-reading.ts";

test.each([
  ["chore: tidy", true, false],
  ["Merge branch 'main'", true, false],
  ["docs: explain", true, false],
  ["fix: hold the door", false, true],
  ["feat(door): open", false, true],
  ["feat!: open", false, false],
  ["chore!: drop it", false, false],
  ["Fix: capital", false, false],
  ["chore: a\n\n* fix: in a list", false, false],
  ["chore: a\n\nBreaking change: b", false, false],
  ['Revert "fix: a"', false, false],
  ["fix: a [skip release]", false, false],
  ["chore: a\n\nRelease-As: 2.0.0", false, false],
])("[V-05] %j: silent %s, plain %s", (message, isSilent, isPlain) => {
  expect(readPlainly([message], [])).toEqual({ isSilent, isPlain });
});

test("[V-05] types of the repository's own rules are no silence, globs included", () => {
  expect(readPlainly(["docs: a"], ["docs"]).isSilent).toBe(false);
  expect(readPlainly(["refactoring: a"], ["{fix,refactor}*"]).isSilent).toBe(false);
  expect(readPlainly(["docs: a"], ["build"]).isSilent).toBe(true);
});
