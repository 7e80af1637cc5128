import { expect, test } from "vitest";
import type { Process, Work } from "../process/process.ts";
import type { StepKind } from "../process/step-kind.ts";
import { EMPTY_ACCESS, type AccessState } from "./access-state.ts";
import { checkPeople } from "./check-people.ts";
import { evolve } from "./evolve.ts";
import { FOUR_EYES, SOLO } from "./separation.ts";

const NOON = 1_767_873_600_000; // 2026-01-08T12:00:00Z

function step(name: string, kind: StepKind, people: Pick<Partial<Work>, "roles" | "signers">): Work {
  const nothing = { when: null, each: null, attempts: null, expires: null, remind: null, covers: null, status: null };
  return { name, kind, with: {}, roles: [], signers: new Map(), else: new Map(), ...nothing, ...people };
}

function processOf(steps: readonly Work[], separation = FOUR_EYES): Process {
  const phases = [{ name: "approval", target: null, steps }];
  const workflow = { name: "release", phases, detours: new Map(), variants: new Map(), triggers: [] };
  const workflows = new Map([["release", workflow]]);
  return {
    types: new Map(),
    workflows,
    environments: new Map(),
    components: [],
    separation,
    templates: new Map(),
    waivers: null,
    planning: { closes: [] },
    closing: { conditions: [], critical: [], feedback: null },
    exceptional: { ceiling: 10, period: "quarter" },
    outlets: new Map(),
  };
}

function staff(...grants: readonly (readonly [string, string])[]) {
  const access = grants.reduce<AccessState>(
    (state, [who, role]) =>
      evolve(state, { type: "role-granted", who, role, from: NOON, until: null, by: "ada", isFirst: false }),
    EMPTY_ACCESS,
  );
  return { access, now: NOON };
}

const BOTH = step("sign", "approval", {
  signers: new Map([
    ["qa", 1],
    ["security", 1],
  ]),
});

test("[A-10] a step that needs two people is not satisfied by one with both roles, unless one may fill both slots", () => {
  const one = staff(["ada", "qa"], ["ada", "security"]);
  expect(checkPeople(processOf([BOTH]), one).findings).toMatchObject([
    { code: "nobody-to-act", found: "sign asks for 1 qa and 1 security, and the people there are cannot be that" },
  ]);
  expect(checkPeople(processOf([BOTH], SOLO), one)).toEqual({ findings: [], exceptions: [], notChecked: [] });
});

test("[A-10] a step that hangs on one person is told, because that person may be the author", () => {
  const two = staff(["ada", "qa"], ["bob", "security"]);
  const { findings, exceptions } = checkPeople(processOf([BOTH]), two);
  expect(findings).toEqual([]);
  expect(exceptions).toMatchObject([{ found: "sign waits for nobody when ada or bob made the change" }]);
  const four = staff(["ada", "qa"], ["bob", "security"], ["cy", "qa"], ["dee", "security"]);
  expect(checkPeople(processOf([BOTH]), four).exceptions).toEqual([]);
});

test("any one of its roles is enough for a step; machines and steps for anybody ask for nobody", () => {
  const steps = [
    step("fix", "task", { roles: ["developer", "operations"] }),
    step("note", "task", {}),
    step("tests", "run", { roles: ["nobody"] }),
  ];
  expect(checkPeople(processOf(steps), staff(["ada", "operations"])).findings).toEqual([]);
  expect(checkPeople(processOf(steps), staff(["ada", "qa"])).findings).toMatchObject([
    {
      place: "workflow release",
      found: "fix asks for 1 developer or 1 operations, and the people there are cannot be that",
    },
  ]);
});

test("where nobody holds a role it is said that people were not looked at", () => {
  expect(checkPeople(processOf([BOTH]), staff())).toMatchObject({
    findings: [],
    notChecked: [expect.stringContaining("nobody holds a role")],
  });
});
