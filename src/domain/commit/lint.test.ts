import { expect, test } from "vitest";
import { lintMessage } from "./lint.ts";

function codes(text: string): string[] {
  return lintMessage(text, { headerLengthMax: 50 }).map(({ code }) => code.replace("lint.", ""));
}

test.each([
  "fix: hold the door",
  "feat(api)!: answer 404\n\nBody.\n\nBREAKING CHANGE: answers differ\nRefs: #12\nSigned-off-by: Ada Example <ada@example.org>\n",
  "fix: one\n# Please enter the commit message\n# ------------------------ >8 ------------------------\ndiff --git",
  "Merge branch 'main' into topic",
  'Revert "feat: reports"\n\nThis reverts commit 0123456.',
  "fixup! fix: hold the door",
  "docs: explain\n\nSee https://example.org/a and 10:30.\nhttp://example.org\n",
])("[V-15] %j may be committed", (text) => {
  expect(codes(text)).toEqual([]);
});

test.each([
  ["", ["empty-message"]],
  ["# only a comment\n", ["empty-message"]],
  ["hold the door", ["not-conventional"]],
  ["fix:hold the door", ["not-conventional"]],
  ["fix: ", ["not-conventional"]],
  [`fix: ${"x".repeat(46)}`, ["header-length"]],
  ["fix: hold\nthe door", ["blank-line"]],
  ["fix: x\n\nBreaking change: answers differ", ["breaking-footer"]],
  ["fix: x\n\nBREAKING CHANGE answers differ", ["breaking-footer"]],
  ["fix: x\n\nSigned-off-by:Ada", ["footer-form"]],
  ["door\nknob", ["not-conventional", "blank-line"]],
])("[V-15] %j is refused: %j", (text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test("[V-15] the reason says what is wrong with the first line", () => {
  expect(lintMessage("fix:x", { headerLengthMax: 50 })[0]!.found).toContain("a space is missing after the colon");
});
