import { expect, test } from "vitest";
import { readTrigger } from "./release-trigger.ts";

test.each([
  ["critical-bug", null, { triggerKind: "critical-bug", trigger: null }],
  ["critical-bug: INC-7: reports leak", null, { triggerKind: "critical-bug", trigger: "INC-7: reports leak" }],
  ["market-or-launch:the fair", "scheduled-window", { triggerKind: "market-or-launch", trigger: "the fair" }],
  ["INC-7: reports leak", "critical-bug", { triggerKind: "critical-bug", trigger: "INC-7: reports leak" }],
  ["nobody can sign in", "critical-bug", { triggerKind: "critical-bug", trigger: "nobody can sign in" }],
  [undefined, "scheduled-window", { triggerKind: "scheduled-window", trigger: null }],
] as const)("[T-17] %j of a type with %j is read", (given, ofType, expected) => {
  expect(readTrigger(given, ofType)).toEqual({ ok: true, value: expected });
});

test.each([
  [undefined, null, "nothing says"],
  ["because", null, "`because`"],
  ["critcal-bug: INC-7", "scheduled-window", "did you mean critical-bug"],
] as const)("[T-17] %j of a type with %j is asked for", (given, ofType, words) => {
  expect(JSON.stringify(readTrigger(given, ofType))).toContain(words);
});
