import { expect, test } from "vitest";
import { renderRelease } from "../../src/cli/render-release.ts";
import { ReleaseWorld } from "../support/release-world.ts";

const CHAIN = `
environments: { production: { tier: production } }
types: { minor: { bump: [minor], workflow: release, requires: [approved] } }
workflows:
  standard: ~
  standard-hotfix: ~
  release:
    phases:
      - phase: all
        steps:
          - first: { uses: approval, roles: [qa], with: { rejection: standing } }
          - second: { uses: approval, roles: [qa, security] }
          - board: { uses: uat, signers: { stakeholder: 1, qa: 1 }, remind: 4h, else: { rejected: stop } }
          - check: { uses: run }
          - ship: { uses: deploy, with: { environment: production } }
    detours: { stop: [{ refused: { uses: end, status: cancelled } }] }
  rollback:
    trigger: [{ on: manual }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;
const PEOPLE = {
  boss: ["release-manager", "qa"],
  dev: ["qa", "developer"],
  ada: ["qa", "security"],
  bo: ["qa"],
  cy: ["stakeholder", "qa"],
  ops: ["operations"],
};
const as = (who: string, role: string) => ({ who, role });
const begun = async () => {
  const world = await ReleaseWorld.of(CHAIN, PEOPLE);
  expect(world.start("1.1.0")).toBeUndefined();
  return world;
};

test("[A-10, H-08] who asked for a release or made it does not approve it, and nobody without the role does", async () => {
  const world = await begun();
  expect(world.says("v1.1.0", "first", as("boss", "qa"))).toMatchObject({ code: "separation" });
  expect(world.says("v1.1.0", "first", as("dev", "qa"))).toMatchObject({ code: "separation" });
  expect(world.says("v1.1.0", "first", as("ops", "qa"))).toMatchObject({ code: "role-not-held" });
  expect(world.says("v1.1.0", "first", as("ops", "operations"))).toMatchObject({ code: "role", expected: "qa" });
  expect(world.says("v1.1.0", "first", as("bo", "qa"))).toBeUndefined();
});

test("[A-10] one person does not fill two steps of a chain, in another role either", async () => {
  const world = await begun();
  world.says("v1.1.0", "first", as("ada", "qa"));
  expect(world.says("v1.1.0", "second", as("ada", "security"))).toMatchObject({ code: "one-slot" });
  expect(world.says("v1.1.0", "second", as("bo", "qa"))).toBeUndefined();
});

test("an objection that may be taken back holds the step until it is", async () => {
  const world = await begun();
  expect(world.says("v1.1.0", "first", as("bo", "qa"), "rejected", "no numbers")).toBeUndefined();
  expect(world.visit("v1.1.0", "first").state).toBe("open");
  expect(world.says("v1.1.0", "first", as("ada", "qa"))).toMatchObject({ code: "objection" });
  const { run, visit } = world.waiting("v1.1.0", "first");
  const withdraw = { type: "withdraw", run, visit, by: as("bo", "qa") } as const;
  expect(world.send("v1.1.0", { ...withdraw, reason: " " })).toMatchObject({ code: "reason" });
  expect(world.send("v1.1.0", { ...withdraw, by: as("ada", "qa"), reason: "x" })).toMatchObject({ code: "not-signed" });
  expect(world.send("v1.1.0", { ...withdraw, reason: "they are there" })).toBeUndefined();
  expect(world.says("v1.1.0", "first", as("ada", "qa"))).toBeUndefined();
});

async function signed() {
  const world = await begun();
  world.says("v1.1.0", "first", as("ada", "qa"));
  world.says("v1.1.0", "second", as("bo", "qa"));
  expect(world.says("v1.1.0", "board", as("cy", "qa"), "accepted")).toBeUndefined();
  expect(world.visit("v1.1.0", "board").state).toBe("open");
  return world;
}

test("[A-10, A-14] a person fills one slot of a step, and a delegate acts for who is away", async () => {
  const world = await signed();
  expect(world.says("v1.1.0", "board", as("cy", "stakeholder"), "accepted")).toBeUndefined();
  expect(world.visit("v1.1.0", "board").state).toBe("open");
  const until = world.now + 1000;
  world.changeAccess((access) => ({
    ...access,
    delegations: [{ principal: "cy", delegate: "ops", role: "stakeholder", from: 0, until }],
  }));
  expect(world.says("v1.1.0", "board", as("ops", "stakeholder"), "accepted")).toBeUndefined();
  expect(world.visit("v1.1.0", "board").signatures.at(-1)).toMatchObject({ who: "ops", principal: "cy" });
  expect(world.visit("v1.1.0", "board").state).toBe("open"); // cy and who stands in for cy are one
  expect(world.says("v1.1.0", "board", as("bo", "qa"), "accepted")).toBeUndefined();
  expect(world.visit("v1.1.0", "board").outcome).toBe("accepted");
  const shown = renderRelease(world.state("v1.1.0"), [], world.now);
  expect(shown).toMatch(/board +accepted +cy as qa, cy as stakeholder, ops as stakeholder for cy, bo as qa\n/);
});

test("a step that somebody rejects after others signed is shown as rejected by them alone", async () => {
  const world = await signed();
  expect(world.says("v1.1.0", "board", as("bo", "qa"), "rejected", "too slow")).toBeUndefined();
  expect(renderRelease(world.state("v1.1.0"), [], world.now)).toMatch(/board +rejected.* bo: too slow\n/);
});

test("[A-16] people are reminded again and again, and why says what is missing", async () => {
  const world = await signed();
  expect(world.due("v1.1.0").unreminded).toEqual([]);
  world.later(4);
  const [step] = world.due("v1.1.0").unreminded;
  expect(step?.work.name).toBe("board");
  world.send("v1.1.0", { type: "remind", run: step!.run, visit: step!.visit });
  expect(world.due("v1.1.0")).toMatchObject({ unreminded: [], wakeAt: world.now + 4 * 3_600_000 });
  const [open] = world.why("v1.1.0");
  expect(open?.says).toContain("board waits for 1 stakeholder and 1 qa (signed by cy as qa)");
  expect(open?.command).toBe("slipway approve v1.1.0 board --role stakeholder");
});

test("[A-09, G-17] right before production a yes of somebody who lost the role, or of another subject, does not count", async () => {
  const world = await signed();
  world.changeAccess((access) => ({ ...access, grants: new Map([...access.grants, ["st", holds("stakeholder")]]) }));
  world.says("v1.1.0", "board", as("st", "stakeholder"), "accepted");
  world.does("v1.1.0", "check", "passed");
  expect(world.due("v1.1.0").effects.map(({ work }) => work.name)).toEqual(["ship"]);
  world.changeAccess((access) => ({ ...access, grants: new Map([...access.grants, ["bo", []]]) }));
  expect(world.due("v1.1.0").effects).toEqual([]);
  expect(world.does("v1.1.0", "ship", "verified")).toBeUndefined();
  expect(world.visit("v1.1.0", "ship").state).toBe("open");
  const refused = () => world.events.filter(({ type }) => type === "effect-refused");
  expect(refused()).toHaveLength(1);
  world.does("v1.1.0", "ship");
  expect(refused()).toHaveLength(1);
  world.changeAccess((access) => ({ ...access, grants: new Map([...access.grants, ["bo", holds("qa")]]) }));
  world.send("v1.1.0", { type: "change-subject", facet: "source", digest: "other" });
  expect(world.visit("v1.1.0", "first")).toMatchObject({ state: "open", signatures: [] });
});

const holds = (role: string) => [{ role, from: 0, until: Infinity }];

test("[G-16, H-02] a waiver has an authority, a reason that is not the date, and an end", async () => {
  const world = await signed();
  world.changeAccess((access) => ({ ...access, grants: new Map([...access.grants, ["st", holds("stakeholder")]]) }));
  world.says("v1.1.0", "board", as("st", "stakeholder"), "accepted");
  world.does("v1.1.0", "check", "failed");
  expect(world.run("v1.1.0").state).toBe("stopped");
  const until = world.now + 3_600_000;
  const waive = (by: string, role: string, reason: string, end: number | null = until) =>
    world.send("v1.1.0", { type: "waive", run: "main", by: as(by, role), reason, until: end });
  expect(waive("ops", "operations", "flaky")).toMatchObject({ code: "role" });
  expect(waive("ops", "release-manager", "flaky")).toMatchObject({ code: "role-not-held" });
  expect(waive("boss", "release-manager", " ")).toMatchObject({ code: "reason" });
  expect(waive("boss", "release-manager", "the deadline is today")).toMatchObject({ code: "schedule" });
  expect(waive("boss", "release-manager", "flaky", null)).toMatchObject({ code: "until" });
  expect(waive("boss", "release-manager", "the runner is broken; checked by hand")).toBeUndefined();
  expect(world.waiting("v1.1.0", "ship").work.name).toBe("ship");
});
