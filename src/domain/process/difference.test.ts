import { expect, test } from "vitest";
import { FOUR_EYES } from "../access/separation.ts";
import type { Json } from "../../kernel/canonical-json.ts";
import { processDifference } from "./difference.ts";
import type { Process, Step, Work } from "./process.ts";

function step(name: string, more: Partial<Work> = {}): Work {
  const nothing = { when: null, each: null, attempts: null, expires: null, remind: null, covers: null, status: null };
  return { name, kind: "run", with: {}, roles: [], signers: new Map(), else: new Map(), ...nothing, ...more };
}

function processOf(phases: Readonly<Record<string, readonly Step[]>>, more: Partial<Process> = {}): Process {
  const listed = Object.entries(phases).map(([name, steps]) => ({ name, target: null, steps }));
  const workflow = { name: "release", phases: listed, detours: new Map(), variants: new Map(), triggers: [] };
  const workflows = new Map([["release", workflow]]);
  return {
    types: new Map(),
    workflows,
    environments: new Map(),
    components: [],
    separation: FOUR_EYES,
    templates: new Map(),
    waivers: null,
    planning: { closes: [] },
    closing: { conditions: [], critical: [], feedback: null },
    exceptional: { ceiling: 10, period: "quarter" },
    outlets: new Map(),
    ...more,
  };
}

function told(before: Process, after: Process, was: Json = {}, now: Json = {}): string[] {
  return processDifference({ process: before, document: was }, { process: after, document: now }).map(
    ({ place, change, field, old, new: now }) =>
      `${change} ${place}${field === null ? "" : ` ${field}`}: ${JSON.stringify(old)} -> ${JSON.stringify(now)}`,
  );
}

test("equal processes do not differ", () => {
  const make = () => processOf({ one: [step("a", { signers: new Map([["qa", 1]]), with: { template: "x" } })] });
  expect(told(make(), make(), { types: { a: { bump: [] } } }, { types: { a: { bump: [] } } })).toEqual([]);
});

test("steps are told as added, removed, moved and changed field by field, people among the fields", () => {
  const before = processOf({
    one: [step("a"), step("b"), step("c")],
    two: [step("d", { with: { of: ["a"], to: "x" } })],
  });
  const group = { name: "g", together: [step("c")], when: null };
  const changed = step("d", { roles: ["qa"], signers: new Map([["qa", 2]]), with: { of: ["a", "b"], to: "x" } });
  const after = processOf({ one: [step("b"), group], two: [changed, step("e")] });
  expect(told(before, after)).toEqual([
    'removed workflow release, step a: "one" -> null',
    'added workflow release, step g: null -> "one, behind b"',
    'moved workflow release, step c: "one" -> "one/g, behind g"',
    'changed workflow release, step d with.of: ["a"] -> ["a","b"]',
    'changed workflow release, step d roles: [] -> ["qa"]',
    'changed workflow release, step d signers: {} -> {"qa":2}',
    'added workflow release, step e: null -> "two, behind d"',
  ]);
});

test("of a list in another order, only what has to move is told as moved", () => {
  const names = (...all: string[]) => processOf({ one: all.map((name) => step(name)) });
  expect(told(names("a", "b", "c", "d"), names("d", "a", "b", "c"))).toEqual([
    'moved workflow release, step d: "one" -> "one, first"',
  ]);
});

test("every other setting is compared as it is written, and workflows come and go", () => {
  const before = processOf({});
  const workflows = new Map([["other", { ...before.workflows.get("release")!, name: "other" }]]);
  const was = {
    types: { minor: { bump: ["minor"] }, old: {} },
    separation: { "one-person-one-slot": true },
    workflows: 1,
  };
  const now = {
    types: { minor: { bump: ["major"] }, new: {} },
    separation: "solo",
    planning: { risks: 2 },
    workflows: 2,
  };
  expect(told(before, { ...before, workflows }, was, now)).toEqual([
    "changed planning risks: null -> 2",
    'changed product separation: {"one-person-one-slot":true} -> "solo"',
    "removed types old: null -> null",
    'changed types minor bump: ["minor"] -> ["major"]',
    "added types new: null -> null",
    "removed workflow release: null -> null",
    "added workflow other: null -> null",
  ]);
});
