import { expect, test } from "vitest";
import { ReleaseWorld } from "../support/release-world.ts";

const SHOP = `
environments: { production: { tier: production } }
components: { schema: { path: db }, api: { path: api, dependsOn: [schema] } }
types: { minor: { bump: [minor], workflow: release, requires: [] } }
workflows:
  standard: ~
  standard-hotfix: ~
  standard-rollback: ~
  release:
    phases:
      - phase: all
        steps:
          - ok: { uses: task, roles: [release-manager] }
          - review: { uses: review, roles: [qa], else: { changes-requested: next } }
          - tag: { uses: tag }
          - ship: { uses: deploy, with: { environment: production } }
          - watch: { uses: watch, with: { for: 24h } }
          - parts: { uses: deploy, each: components, when: "release.urgent", with: { environment: production } }
    variants:
      emergency: { skip: [review], owe: [review], within: 48h }
  rollback:
    trigger:
      - { on: deployment.failed, when: 'environment.tier == "production"' }
      - { on: criterion.breached }
      - { on: manual }
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;
const BOSS = { who: "boss", role: "release-manager" };
const QA = { who: "qa", role: "qa" };
const worldOf = () => ReleaseWorld.of(SHOP, { boss: ["release-manager"], qa: ["qa"] });

function untilShip(world: ReleaseWorld, version: string, variant: string | null = null): void {
  world.start(version, { variant, ...(variant === null ? {} : { reason: "orders are lost" }) });
  world.says(`v${version}`, "ok", BOSS);
  if (variant === null) world.says(`v${version}`, "review", QA);
  world.does(`v${version}`, "tag", "done");
}

async function released(version: string): Promise<ReleaseWorld> {
  const world = await worldOf();
  untilShip(world, version);
  world.does(`v${version}`, "ship", "verified");
  return world;
}

test("[E-15] one release at a time changes an environment, the next waits in a queue that is seen", async () => {
  const world = await worldOf();
  untilShip(world, "1.1.0");
  untilShip(world, "1.2.0");
  world.does("v1.1.0", "ship");
  expect(world.environment("production").lease).toMatchObject({ release: "v1.1.0", epoch: 1 });
  world.does("v1.2.0", "ship");
  expect(world.environment("production").queue).toMatchObject([{ release: "v1.2.0", step: "ship" }]);
  expect(world.why("v1.2.0")).toMatchObject([{ code: "lease-held", step: "ship" }]);
  const { run, visit } = world.waiting("v1.1.0", "ship");
  world.send("v1.1.0", { type: "finish", run, visit, outcome: "verified", by: null });
  expect(world.environment("production")).toMatchObject({ lease: null, queue: [{ release: "v1.2.0" }] });
  world.does("v1.2.0", "ship", "verified");
  expect(world.environment("production")).toMatchObject({ lease: null, queue: [], epoch: 2 });
});

test("[K-01, K-04, K-14] a rollback takes the lease over, and what the earlier holder did late changes nothing", async () => {
  const world = await released("1.1.0");
  untilShip(world, "1.2.0");
  world.does("v1.2.0", "ship");
  const late = world.waiting("v1.2.0", "ship");
  expect(world.send("v1.2.0", { type: "trigger", on: "manual", by: QA, reason: "x" })).toMatchObject({ code: "role" });
  expect(world.send("v1.2.0", { type: "trigger", on: "manual", by: BOSS, reason: "orders are lost" })).toBeUndefined();
  world.does("v1.2.0", "revert");
  expect(world.environment("production").lease).toMatchObject({ release: "v1.2.0", epoch: 3 });
  world.send("v1.2.0", { type: "finish", run: late.run, visit: late.visit, outcome: "verified", by: null });
  expect(world.environment("production").deployments.get("")?.at(-1)).toMatchObject({ version: "1.1.0" });
  const { run, visit } = world.waiting("v1.2.0", "revert");
  world.send("v1.2.0", { type: "finish", run, visit, outcome: "verified", by: null });
  expect(world.state("v1.2.0").status).toBe("rolled-back");
  expect(world.environment("production").lease).toBeNull();
});

test("[K-01] a deployment that fails in production, and a criterion that is breached, start what takes it back", async () => {
  const world = await released("1.1.0");
  untilShip(world, "1.2.0");
  world.does("v1.2.0", "ship", "failed");
  expect(world.run("v1.2.0", "rollback-1")).toMatchObject({ trigger: "deployment.failed", state: "running" });
  world.does("v1.2.0", "revert", "verified");
  expect(world.state("v1.2.0").status).toBe("rolled-back");
  untilShip(world, "1.3.0");
  world.does("v1.3.0", "ship", "verified");
  world.does("v1.3.0", "watch", "breached");
  expect(world.run("v1.3.0", "rollback-1").trigger).toBe("criterion.breached");
  world.does("v1.3.0", "revert", "verified");
  expect(world.environment("production").bad.get("1.3.0")).toBe("taken back by v1.3.0");
});

test("a commit that lacks what is live does not go to production; one that takes it back may", async () => {
  const world = await released("1.1.0");
  untilShip(world, "1.2.0");
  world.does("v1.2.0", "ship", "verified", { containsLive: false });
  expect(world.visit("v1.2.0", "ship").state).toBe("open");
  expect(world.events.at(-1)).toMatchObject({ type: "effect-refused", reasons: [{ code: "behind-live" }] });
  world.does("v1.2.0", "ship", "verified", { containsLive: true });
  expect(world.visit("v1.2.0", "ship").outcome).toBe("verified");
});

test("[TG-04] nothing is deployed while the tag of a release is gone or is another object than the one that was made", async () => {
  const world = await worldOf();
  world.start("1.1.0");
  world.says("v1.1.0", "ok", BOSS);
  world.says("v1.1.0", "review", QA);
  world.does("v1.1.0", "tag");
  const { run, visit } = world.waiting("v1.1.0", "tag");
  const facts = { tag: "v1.1.0", tagObject: "a".repeat(40) };
  world.send("v1.1.0", { type: "finish", run, visit, outcome: "done", by: null, facts });
  for (const [tagObject, says] of [
    [null, "v1.1.0 was made as aaaaaaaaaaaa and is gone"],
    ["b".repeat(40), "v1.1.0 was made as aaaaaaaaaaaa and is bbbbbbbbbbbb now"],
  ] as const) {
    world.does("v1.1.0", "ship", "verified", { tagObject });
    expect(world.visit("v1.1.0", "ship").state).toBe("open");
    expect(world.events.at(-1)).toMatchObject({
      type: "effect-refused",
      reasons: [{ code: "tag-altered", found: says }],
    });
  }
  expect(world.why("v1.1.0")).toMatchObject([{ code: "tag-altered", step: "ship" }]);
  world.does("v1.1.0", "ship", "verified", { tagObject: facts.tagObject });
  expect(world.visit("v1.1.0", "ship").outcome).toBe("verified");
});

test("[B-08, B-10] a release whose work did not reach its targets is not closed, unless somebody says why", async () => {
  const back = "watch: { uses: watch, with: { for: 24h } }";
  const yaml = SHOP.replace(back, "back: { uses: merge-back, else: { conflict: next } }");
  const ended = async (outcome: string): Promise<ReleaseWorld> => {
    const world = await ReleaseWorld.of(yaml, { boss: ["release-manager"], qa: ["qa"] });
    untilShip(world, "1.1.0");
    world.does("v1.1.0", "ship", "verified");
    world.does("v1.1.0", "back", outcome);
    for (const _ of ["schema", "api"]) world.does("v1.1.0", "parts", "verified");
    expect(world.state("v1.1.0").status).toBe("released");
    return world;
  };
  const close = (waive: readonly string[], reason: string) => ({ type: "close", by: BOSS, waive, reason }) as const;
  const open = await ended("conflict");
  expect(open.why("v1.1.0")).toMatchObject([{ code: "merged-back" }]);
  expect(open.send("v1.1.0", close([], ""))).toMatchObject({ code: "exit-conditions" });
  expect(open.state("v1.1.0").isClosed).toBe(false);
  expect(open.send("v1.1.0", close(["merged-back"], "main took another way"))).toBeUndefined();
  const proven = await ended("proven");
  expect(proven.send("v1.1.0", close([], ""))).toBeUndefined();
  expect(proven.state("v1.1.0").isClosed).toBe(true);
});

test("[V-07] a pre-release goes to staging and not to production, unless the environment admits it", async () => {
  const more = "environments: { staging: { tier: staging }, production: { tier: production } }";
  const staged = SHOP.replace("environments: { production: { tier: production } }", more).replace(
    "          - ship:",
    "          - stage: { uses: deploy, with: { environment: staging } }\n          - ship:",
  );
  const inStaging = async (yaml: string): Promise<ReleaseWorld> => {
    const world = await ReleaseWorld.of(yaml, { boss: ["release-manager"], qa: ["qa"] });
    untilShip(world, "1.1.0-rc.1");
    world.does("v1.1.0-rc.1", "stage", "verified");
    expect(world.visit("v1.1.0-rc.1", "stage").outcome).toBe("verified");
    return world;
  };
  const refused = await inStaging(staged);
  expect(refused.why("v1.1.0-rc.1")).toMatchObject([{ code: "unstable-version", step: "ship" }]);
  const admitted = await inStaging(staged.replace("tier: production }", "tier: production, prereleases: true }"));
  admitted.does("v1.1.0-rc.1", "ship", "verified");
  expect(admitted.environment("production").deployments.get("")?.at(-1)).toMatchObject({ version: "1.1.0-rc.1" });
});

test("[V-17, TG-10] a number is reserved, freed when nobody saw it, and burned by its tag", async () => {
  const world = await worldOf();
  world.start("1.1.0");
  expect(world.start("1.1.0", { release: "v1.1.0~2" })).toMatchObject({ code: "number-taken" });
  const cancel = { type: "cancel", by: BOSS, reason: "no demand" } as const;
  expect(world.send("v1.1.0", { ...cancel, by: QA })).toMatchObject({ code: "role" });
  expect(world.send("v1.1.0", { ...cancel, reason: "" })).toMatchObject({ code: "reason" });
  expect(world.send("v1.1.0", cancel)).toBeUndefined();
  expect(world.state("v1.1.0").status).toBe("cancelled");
  expect(world.start("1.1.0", { release: "v1.1.0~2" })).toBeUndefined();
  untilShip(world, "1.2.0");
  expect(world.send("v1.2.0", cancel)).toBeUndefined();
  expect(world.state("v1.2.0").status).toBe("rejected");
  expect(world.start("1.2.0", { release: "v1.2.0~2" })).toMatchObject({ code: "number-taken" });
});

test("[A-08] what an emergency leaves out is owed, made up for beside it, and overdue it holds the next release back", async () => {
  const world = await worldOf();
  untilShip(world, "1.1.1", "emergency");
  world.does("v1.1.1", "ship", "verified");
  expect(world.run("v1.1.1", "debt")).toMatchObject({ steps: ["review"], dueAt: world.now + 48 * 3_600_000 });
  world.later(24);
  world.does("v1.1.1", "watch", "clean");
  world.does("v1.1.1", "parts", "verified");
  world.does("v1.1.1", "parts", "verified");
  expect(world.state("v1.1.1").status).toBe("released");
  expect(world.send("v1.1.1", { type: "close", by: BOSS, waive: [], reason: "" })).toMatchObject({
    code: "exit-conditions",
  });
  world.later(25);
  untilShip(world, "1.2.0");
  expect(world.why("v1.2.0")).toMatchObject([{ code: "debt-overdue" }]);
  expect(world.says("v1.1.1", "review", QA)).toBeUndefined();
  expect(world.run("v1.1.1", "debt").state).toBe("ended");
  expect(world.due("v1.2.0").effects.map(({ work }) => work.name)).toEqual(["ship"]);
  expect(world.send("v1.1.1", { type: "close", by: BOSS, waive: [], reason: "" })).toBeUndefined();
  expect(world.state("v1.1.1")).toMatchObject({ status: "released", isClosed: true });
});

test("[X-06, L-05] a step is repeated for every component in its order, and one that fails keeps the later ones", async () => {
  const world = await released("1.1.0");
  world.does("v1.1.0", "watch", "clean");
  expect(world.visit("v1.1.0", "parts")).toMatchObject({ member: "schema", members: ["schema", "api"] });
  world.does("v1.1.0", "parts", "rolled-back");
  expect(world.visit("v1.1.0", "parts").member).toBe("schema");
  world.send("v1.1.0", { type: "trigger", on: "manual", by: BOSS, reason: "schema is broken" });
  expect(world.run("v1.1.0").state).toBe("suspended");
});

test("an effect of which nobody knows the outcome is a question for a person; what it told late is taken", async () => {
  const world = await worldOf();
  untilShip(world, "1.1.0");
  world.does("v1.1.0", "ship");
  const { run, visit } = world.waiting("v1.1.0", "ship");
  world.send("v1.1.0", { type: "ask", run, visit, why: "no trace" });
  expect(world.why("v1.1.0")).toMatchObject([{ code: "stopped", step: "ship" }]);
  world.send("v1.1.0", { type: "finish", run, visit, outcome: "verified", by: null });
  expect(world.send("v1.1.0", { type: "retry", run, by: BOSS })).toBeUndefined();
  expect(world.visit("v1.1.0", "ship")).toMatchObject({ number: visit, outcome: "verified" });
  expect(world.visit("v1.1.0", "watch").state).toBe("open");
});

test("[A-09] what a step made is gone when the step is done again, and nothing speaks of it meanwhile", async () => {
  const world = await ReleaseWorld.of(
    `
types: { minor: { bump: [minor], workflow: release, requires: [] } }
workflows:
  standard: ~
  standard-hotfix: ~
  standard-rollback: ~
  release:
    phases:
      - phase: all
        steps:
          - tests: { uses: run }
          - manifest: { uses: manifest }
          - after: { uses: run, else: { failed: tests } }
          - end: { uses: task }
`,
    { boss: ["release-manager"] },
  );
  world.start("1.1.0");
  world.does("v1.1.0", "tests", "passed");
  const make = (digest: string) => {
    const { run, visit } = world.waiting("v1.1.0", "manifest");
    world.send("v1.1.0", { type: "perform", run, visit });
    world.send("v1.1.0", { type: "finish", run, visit, outcome: "done", by: null, subject: { manifest: digest } });
  };
  make("first");
  expect(Object.fromEntries(world.visit("v1.1.0", "after").covers)).toEqual({ source: "tree", manifest: "first" });
  world.does("v1.1.0", "after", "failed");
  expect(Object.fromEntries(world.visit("v1.1.0", "tests").covers)).toEqual({ source: "tree" });
  world.does("v1.1.0", "tests", "passed");
  make("second");
  expect(world.visit("v1.1.0", "tests")).toMatchObject({ state: "ended", attempt: 2 });
  world.does("v1.1.0", "after", "passed");
  expect(world.waiting("v1.1.0", "end").work.name).toBe("end");
});
