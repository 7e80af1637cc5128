import { expect, test } from "vitest";
import type { ReleaseCommand } from "../../src/domain/release/command.ts";
import { ReleaseWorld } from "../support/release-world.ts";

const SHOP = `
environments: { production: { tier: production } }
types: { minor: { bump: [minor], workflow: release, requires: [] } }
workflows:
  standard: ~
  standard-hotfix: ~
  standard-rollback: ~
  release:
    phases:
      - phase: all
        steps:
          - ship: { uses: deploy, with: { environment: production } }
          - look: { uses: task }
  rollback:
    trigger: [{ on: manual }, { on: deployment.failed }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
  doubt:
    trigger: [{ on: criterion.breached }]
    phases: [{ phase: ask, steps: [{ sure: { uses: decision, with: { outcomes: [bad, fine] }, else: { fine: kept } } }] }]
    detours: { kept: [{ over: { uses: end, status: kept } }] }
`;
const BOSS = { who: "boss", role: "release-manager" };
const TAKE_BACK: ReleaseCommand = { type: "trigger", on: "manual", by: BOSS, reason: "orders are lost" };

/** The deployment of v1.1.0 was started, and nobody has learnt what came of it. */
async function shipping() {
  const world = await ReleaseWorld.of(SHOP, { boss: ["release-manager"] });
  world.start("1.1.0");
  world.does("v1.1.0", "ship");
  const { run, visit } = world.waiting("v1.1.0", "ship");
  return { world, at: { run, visit } };
}

/** A person has to say what follows, because no trace tells what came of it. */
async function asked() {
  const { world, at } = await shipping();
  world.send("v1.1.0", { type: "ask", ...at, why: "no trace" });
  expect(world.environment("production").lease).toMatchObject({ release: "v1.1.0", epoch: 1 });
  return { world, at };
}

test("an effect whose run was suspended is due to be learnt, and recorded when nobody knows what came of it", async () => {
  const { world, at } = await shipping();
  expect(world.due("v1.1.0").unsettled).toEqual([]);
  world.send("v1.1.0", TAKE_BACK);
  expect(world.due("v1.1.0").unsettled).toMatchObject([{ ...at, isAsked: false }]);
  world.send("v1.1.0", { type: "ask", ...at, why: "no trace" });
  expect(world.due("v1.1.0").unsettled).toMatchObject([{ ...at, isAsked: true }]);
  world.does("v1.1.0", "revert", "verified");
  expect(world.state("v1.1.0").status).toBe("rolled-back");
  expect(world.due("v1.1.0").unsettled).toMatchObject([{ ...at, isAsked: false }]);
  world.send("v1.1.0", { type: "ask", ...at, why: "no trace" });
  expect(world.visit("v1.1.0", "ship").reported).toMatchObject({ outcome: "unknown", says: "no trace" });
  expect(world.due("v1.1.0").unsettled).toEqual([]);
});

test("a release that asks what came of an effect can be cancelled; one whose effect goes on can not", async () => {
  const { world, at } = await shipping();
  const cancel: ReleaseCommand = { type: "cancel", by: BOSS, reason: "no demand" };
  expect(world.send("v1.1.0", cancel)).toMatchObject({ code: "performing" });
  world.send("v1.1.0", { type: "ask", ...at, why: "no trace" });
  expect(world.send("v1.1.0", cancel)).toBeUndefined();
  expect(world.environment("production").lease).toBeNull();
});

test.each<[string, ReleaseCommand]>([
  ["retried", { type: "retry", run: "main", by: BOSS }],
  ["waived", { type: "waive", run: "main", by: BOSS, reason: "it serves", until: Date.UTC(2026, 0, 6) }],
  ["cancelled", { type: "cancel", by: BOSS, reason: "no demand" }],
])("the lease of an effect that nobody knows of is given back when its step is %s", async (_, command) => {
  const { world } = await asked();
  expect(world.send("v1.1.0", command)).toBeUndefined();
  expect(world.environment("production").lease).toBeNull();
  world.start("1.2.0");
  expect(world.does("v1.2.0", "ship")).toBeUndefined();
  expect(world.environment("production").lease).toMatchObject({ release: "v1.2.0", epoch: 2 });
});

test("a deployment that tells its outcome when its run no longer waits for it is live all the same", async () => {
  const { world, at } = await shipping();
  world.send("v1.1.0", TAKE_BACK);
  expect(world.send("v1.1.0", { type: "finish", ...at, outcome: "verified", by: null })).toBeUndefined();
  expect(world.visit("v1.1.0", "ship").reported).toMatchObject({ outcome: "verified" });
  const { lease, deployments } = world.environment("production");
  expect(lease).toBeNull();
  expect(deployments.get("")).toMatchObject([{ version: "1.1.0", effect: "v1.1.0/main/1" }]);
});

test("a deployment that comes to light after its release was ended is live all the same", async () => {
  const { world, at } = await asked();
  world.send("v1.1.0", { type: "cancel", by: BOSS, reason: "no demand" });
  expect(world.send("v1.1.0", { type: "finish", ...at, outcome: "verified", by: null })).toBeUndefined();
  expect(world.environment("production").deployments.get("")).toMatchObject([{ version: "1.1.0" }]);
});

test("a deployment that tells its outcome again when its run goes on is recorded as live once", async () => {
  const { world, at } = await shipping();
  world.send("v1.1.0", { ...TAKE_BACK, on: "criterion.breached" });
  const told: ReleaseCommand = { type: "finish", ...at, outcome: "verified", by: null };
  expect(world.send("v1.1.0", told)).toBeUndefined();
  expect(world.says("v1.1.0", "sure", BOSS, "fine")).toBeUndefined();
  expect(world.send("v1.1.0", told)).toBeUndefined();
  expect(world.visit("v1.1.0", "look").state).toBe("open");
  expect(world.environment("production").deployments.get("")).toHaveLength(1);
});

test("[K-01] a failure in production that was learnt while its run asked is taken back once it goes on", async () => {
  const { world, at } = await asked();
  world.send("v1.1.0", { type: "finish", ...at, outcome: "failed", by: null });
  expect(world.send("v1.1.0", { type: "retry", run: "main", by: BOSS })).toBeUndefined();
  expect(world.visit("v1.1.0", "ship")).toMatchObject({ attempt: 1, outcome: "failed" });
  expect(world.run("v1.1.0").state).toBe("suspended");
  expect(world.run("v1.1.0", "rollback-1")).toMatchObject({ trigger: "deployment.failed", state: "running" });
});
