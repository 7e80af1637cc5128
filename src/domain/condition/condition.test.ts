import fc from "fast-check";
import { expect, test } from "vitest";
import { readCondition, type Condition } from "./condition.ts";
import { DEFAULT_FACTS, RELEASE_FACTS, type ConditionScope, type Facts } from "./facts.ts";

const FACTS: Facts = { release: DEFAULT_FACTS, outcome: new Map(), answers: new Map() };

function read(text: string, scope: ConditionScope = "step"): Condition {
  const condition = readCondition(text, scope);
  if (!condition.ok) throw new Error(condition.error.found);
  return condition.value;
}

function fault(text: string, scope: ConditionScope = "step") {
  const condition = readCondition(text, scope);
  return condition.ok ? undefined : condition.error;
}

test("conditions are true or false of the facts of a release", () => {
  const release = { ...DEFAULT_FACTS, changesSchema: true, version: "2.0.0", changes: 12, bump: "major" };
  const holds = (text: string) => read(text).holds({ ...FACTS, release });
  expect(holds("release.changesSchema")).toEqual({ ok: true, value: true });
  expect(holds("!release.changesSchema || release.needsBoard")).toEqual({ ok: true, value: false });
  expect(holds('release.bump in ["major", "minor"] && release.changes > 10')).toEqual({ ok: true, value: true });
  expect(holds('release.version.startsWith("1.")')).toEqual({ ok: true, value: false });
});

test("a step that has not ended has an empty outcome; an answer that was not given is told as missing", () => {
  const outcome = new Map([["uat", "accepted"]]);
  const answers = new Map([
    [
      "criteria",
      new Map<string, unknown>([
        ["severity", "P0"],
        ["count", 3],
      ]),
    ],
  ]);
  const holds = (text: string) => read(text).holds({ ...FACTS, outcome, answers });
  expect(holds('outcome.uat == "accepted" && outcome["qa-review"] == ""')).toEqual({ ok: true, value: true });
  expect(holds('answers.criteria.severity == "P0" && answers.criteria.count == 3')).toEqual({ ok: true, value: true });
  expect(holds('"uat" in outcome && !("ship" in outcome) && !has(outcome.ship)')).toEqual({ ok: true, value: true });
  expect(holds("has(answers.criteria.owner) || has(answers.other.owner)")).toEqual({ ok: true, value: false });
  expect(holds('answers.criteria.owner == "x"')).toMatchObject({
    ok: false,
    error: { code: "condition-fact", column: 18 },
  });
  expect(read('outcome.a == "x" || "b" in outcome || has(answers.c.d)').steps).toEqual(["a", "b", "c"]);
});

test("an event knows its environment, a step does not", () => {
  const environment = { name: "live", tier: "production" };
  const onEvent = read('environment.tier == "production"', "event");
  expect(onEvent.holds({ ...FACTS, environment })).toEqual({ ok: true, value: true });
  expect(onEvent.holds(FACTS).ok).toBe(false);
  expect(fault('environment.tier == "production"')).toMatchObject({ code: "condition-unknown", column: 1 });
});

test.each([
  ["release.changesSchemaa", "condition-unknown", 9, "perhaps changesSchema"],
  ["relase.urgent", "condition-unknown", 1, "perhaps release"],
  ["release.version", "condition-type", 1, "a comparison, or a fact that is true or false"],
  ["release.version == 3", "condition-type", 1, "texts compared with texts, numbers with numbers"],
  ["release.urgent &&", "condition-unreadable", 18, "an expression such as `release.breaking`"],
  ["", "condition-unreadable", 1, "an expression such as `release.breaking`"],
  ['release.version.matches("(a+)+$")', "condition-unknown", 1, "startsWith, endsWith, contains or `in`"],
  ["answers.criteria.severity", "condition-type", 1, "a comparison, or a fact that is true or false"],
])("%s is refused with its place", (text, code, column, expected) => {
  expect(fault(text)).toMatchObject({ code, column, expected });
});

test("a condition too long or too deep is refused before it costs anything", () => {
  expect(fault("true || ".repeat(400) + "true")?.code).toBe("condition-unreadable");
  expect(fault("(".repeat(200) + "true" + ")".repeat(200))?.code).toBe("condition-unreadable");
  expect(fault("!".repeat(1_000) + "true")?.code).toBe("condition-unreadable");
});

test("every fact has its type, and reading any text ends without an exception", () => {
  for (const [name, type] of Object.entries(RELEASE_FACTS)) {
    const text = { bool: `release.${name}`, string: `release.${name} == ""`, int: `release.${name} >= 0` }[type];
    expect([name, read(text).holds(FACTS).ok]).toEqual([name, true]);
  }
  const word = fc.constantFrom(
    "release",
    ".",
    "urgent",
    "&&",
    "(",
    ")",
    '"',
    "outcome",
    "[",
    "]",
    "?",
    ":",
    "1",
    "in",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join("")),
      ),
      (text) => {
        const condition = readCondition(text, "step");
        if (condition.ok) condition.value.holds(FACTS);
      },
    ),
  );
});
