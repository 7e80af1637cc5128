import { expect, test } from "vitest";
import { EMPTY_ACCESS } from "../../src/domain/access/access-state.ts";
import type { ReleaseCommand } from "../../src/domain/release/command.ts";
import { decide } from "../../src/domain/release/decide.ts";
import { due } from "../../src/domain/release/due.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { ReleaseState } from "../../src/domain/release/release-state.ts";
import { EMPTY_WORLD } from "../../src/domain/release/world.ts";
import type { Json } from "../../src/kernel/canonical-json.ts";
import { must } from "../../src/kernel/assert.ts";
import { processOf } from "../support/process.ts";

/** A release whose first step is of people, played by the decisions of the engine. */
async function play(step: string, items: string, breaking = false) {
  const process = await processOf(`
types: { minor: { bump: [minor], workflow: release } }
workflows: { release: { phases: [{ phase: all, steps: [{ first: ${step} }, { rest: { uses: run } }] }] } }
templates: { list: { items: ${items} } }
`);
  const context = { process, now: 1_000, holds: () => breaking, world: { ...EMPTY_WORLD, access: EMPTY_ACCESS } };
  let state: ReleaseState | undefined;
  const send = (command: ReleaseCommand): string => {
    const decided = decide(command, state, context);
    if (!decided.ok) return `${decided.error.code}: ${decided.error.found}`;
    for (const event of decided.value.events) state = evolve(state, event, context.now);
    return "";
  };
  const base = { component: null, releaseType: "minor", variant: null, process: "p", traits: {}, subject: {} };
  send({
    type: "start",
    release: "v1.0.0",
    version: "1.0.0",
    ...base,
    facts: {},
    by: "eve@example.org",
    trigger: null,
  });
  const active = () => must(due(must(state, "a release"), context).people[0], "a step that waits for people");
  const ada = { who: "ada@example.org", role: "anybody" };
  const where = () => ({ run: active().run, visit: active().visit });
  return {
    answer: (item: string, value: Json, note: string | null = null, by: typeof ada | null = ada) =>
      send({ type: "answer", ...where(), item, value, by, evidence: [], note }),
    finish: (outcome: string, comment?: string) =>
      send({ type: "finish", ...where(), outcome, by: ada, ...(comment === undefined ? {} : { comment }) }),
    outcome: () => state?.runs.get("main")?.visits[0]?.outcome,
  };
}

test("[G-01, G-27] a checklist ends with everything settled, and what was unticked is open again", async () => {
  const { answer, finish, outcome } = await play(
    "{ uses: checklist, with: { template: list } }",
    "[a: A, b: { text: B, of: 6 }, c: { text: C, when: release.breaking }]",
  );
  expect(finish("complete")).toBe("items-open: list has 0 of 2 settled; open: a, b");
  expect(answer("d", true)).toContain("unknown-item");
  expect(answer("b", "six")).toContain("answer-kind");
  expect([answer("a", true), answer("b", 6)]).toEqual(["", ""]);
  expect(answer("a", false)).toContain("reason-missing");
  expect(answer("a", false, "a bug came in")).toBe("");
  expect(finish("complete")).toBe("items-open: list has 1 of 2 settled; open: a");
  answer("a", true);
  expect(finish("complete")).toBe("");
  expect(outcome()).toBe("complete");
});

test("[G-03] what a check found wanting is not ticked away by a person; when the check says yes, it is settled", async () => {
  const { answer, finish } = await play(
    "{ uses: checklist, with: { template: list } }",
    "[a: { text: A, automatic: clean-tree }]",
  );
  expect(answer("a", false, "stray.txt", null)).toBe("");
  expect(answer("a", true)).toBe("machine-answer: a was looked at by a check, which says: stray.txt");
  expect(answer("a", true, "clean", null)).toBe("");
  expect(finish("complete")).toBe("");
});

test("[G-14, G-28] a decision is recorded whole whatever it is, and goes on against a criterion with a reason alone", async () => {
  const step = "{ uses: decision, with: { template: list, outcomes: [go, no-go] }, else: { no-go: rest } }";
  const items = "[risks: { text: Risks, options: [met, unmet], criterion: true }, why: { text: Why, kind: text }]";
  const { answer, finish, outcome } = await play(step, items);
  answer("risks", "unmet");
  expect(finish("no-go")).toContain("items-open");
  answer("why", "the fair is next week");
  expect(finish("go")).toBe("reason-missing: go, although not met: risks");
  expect(finish("go", "the risk is insured")).toBe("");
  expect(outcome()).toBe("go");
});

test("[T-16] whether something is a hotfix is told with the criterion that decided", async () => {
  const { templates } = await processOf("extends: molecular");
  const ids = templates.get("hotfix-criteria")?.items.map(({ id }) => id);
  expect(ids).toEqual([
    "severity",
    "production-impact",
    "security",
    "data-corruption",
    "outage",
    "can-wait",
    "workaround",
    "deciding",
  ]);
  const step =
    "{ uses: form, with: { template: list, outcomes: [hotfix, next-release] }, else: { next-release: rest } }";
  const { answer, finish } = await play(step, "[deciding: { text: Which decided, options: [security, outage] }]");
  expect(finish("next-release")).toContain("items-open");
  answer("deciding", "outage");
  expect(finish("hotfix")).toBe("");
});
