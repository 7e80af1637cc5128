import { expect, test } from "vitest";
import { parseMessage } from "./message.ts";
import { referencesOf } from "./references.ts";

test.each([
  ["feat: a (#12)", 12, []],
  ["feat: a (!12)", 12, []],
  ["Merge pull request #9 from x/y\n\nfeat: a", 9, []],
  ["Merge branch 'a' into 'main'\n\nfeat: a\n\nSee merge request group/project!34", 34, []],
  ["fix: a (#12)\n\nCloses #3, #4 and org/repo#5", 12, ["#3", "#4", "org/repo#5"]],
  ["fix: a\n\nFixes: ABC-7\nRefs #8", null, ["ABC-7", "#8"]],
  ["fix: ABC-7 a", null, ["ABC-7"]],
  ["fix: a\n\nfixes GH-3", null, ["#3"]],
  ["fix: a (#12)\n\nsee #12", 12, []],
  ["fix: we use UTF8 since #5 is old", null, []],
])("[N-06] %j names its pull request and issues", (text, pullRequest, issues) => {
  expect(referencesOf(parseMessage(text))).toEqual({ pullRequest, issues });
});
