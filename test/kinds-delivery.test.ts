import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { OpenTarget, Target } from "../src/app/delivery-ports.ts";
import type { Job, Lease, Pending, Performer, Told } from "../src/app/engine-ports.ts";
import { KINDS } from "../src/app/kinds/registry.ts";
import { compose } from "../src/compose.ts";
import { EMPTY_CALENDAR } from "../src/domain/calendar/calendar-state.ts";
import { must } from "../src/kernel/assert.ts";
import type { Json } from "../src/kernel/canonical-json.ts";
import { worksOf, type Work } from "../src/domain/process/process.ts";
import { NO_SCOPE } from "../src/domain/scope/scope-state.ts";
import { makeRepository } from "./support/repository.ts";

const START = 1_767_873_600_000;
const HOUR = 3_600_000;

const PROCESS = (target = "simulated"): string => `
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, waves: [eu, us], target: ${target} }
  laboratory: { tier: development }
workflows:
  release:
    phases:
      - phase: all
        steps:
          - stage: { uses: deploy, with: { environment: staging } }
          - ship: { uses: deploy, with: { environment: production, strategy: { canary: [10, 100] } } }
          - back: { uses: deploy, with: { environment: production, version: previous } }
          - try: { uses: deploy, with: { environment: laboratory } }
          - misspelt: { uses: deploy, with: { environment: production, verison: previous } }
          - copy: { uses: backup }
          - data: { uses: migrate, with: { environment: production } }
          - undo: { uses: restore }
          - probe: { uses: probe }
          - watch: { uses: watch, with: { for: 24h, every: 1h, criteria: [errors] } }
`;

interface World {
  /** Does a step; after so many hours, with these facts of earlier steps. */
  perform(step: string, facts?: Facts, change?: Partial<Job>): ReturnType<Performer["perform"]>;
  observe(step: string, facts?: Facts, change?: Partial<Job>): ReturnType<Performer["observe"]>;
  later(hours: number): void;
  readonly folder: string;
}
type Facts = Readonly<Record<string, Json>>;
const NO_BLOBS = { put: () => Promise.reject(new Error("no step of a target keeps a body")) };

async function world(target?: string, change: (target: Target) => Target = (same) => same): Promise<World> {
  const repository = makeRepository();
  repository.commit("feat: begin", { "slipway.yaml": PROCESS(target) });
  const composed = compose({ folder: repository.folder });
  const openTarget: OpenTarget = async (environment) => change(await composed.openTarget(environment));
  const services = { ...composed, openTarget };
  const { process } = await services.process();
  const works = new Map(worksOf(must(process.workflows.get("release"), "a workflow")).map((work) => [work.name, work]));
  let now = START;
  const performerOf = async ({ kind }: Work) =>
    (await must(KINDS[kind], kind)()).open({
      services,
      at: () => services,
      making: new Map(),
      blobs: NO_BLOBS,
      calendar: async () => EMPTY_CALENDAR,
      scope: async () => NO_SCOPE,
      processOf: async () => process,
    });
  const jobOf = (work: Work, facts: Facts, change: Partial<Job>): Job => ({
    effect: `v1.3.0/main/${work.name}`,
    work,
    member: null,
    release: {
      id: "v1.3.0",
      version: "1.3.0",
      component: null,
      tag: "v1.3.0",
      releaseType: "minor",
      facts: new Map(Object.entries({ commit: "c1.3.0", ...facts })),
      subject: new Map([["artifacts", "sha256:1.3.0"]]),
    },
    lease: held(1),
    startedAt: START,
    now: () => now,
    progress: () => {},
    signal: new AbortController().signal,
    ...change,
  });
  const workOf = (step: string): Work => must(works.get(step), step);
  return {
    folder: repository.folder,
    later: (hours) => void (now += hours * HOUR),
    perform: async (step, facts = {}, change = {}) =>
      (await performerOf(workOf(step))).perform(jobOf(workOf(step), facts, change)),
    observe: async (step, facts = {}, change = {}) =>
      (await performerOf(workOf(step))).observe(jobOf(workOf(step), facts, change)),
  };
}

function held(epoch: number, isHeld = true): Lease {
  return { environment: "production", epoch, isHeld: async () => isHeld };
}

function factsIn(told: Told | Pending): Facts {
  return ("facts" in told && told.facts) || {};
}

const PREVIOUS = { "previous:production": { version: "1.2.0", commit: "c1.2.0", artifacts: null } };

test("[E-12] a deployment is verified when what serves is what was wanted, and says that it is simulated", async () => {
  const { perform, observe } = await world();
  const told = await perform("ship");
  const deployed = { version: "1.3.0", commit: "c1.3.0", artifacts: "sha256:1.3.0", previous: null, simulated: true };
  expect(told).toEqual({
    outcome: "verified",
    says: "1.3.0 serves (simulated) in production",
    facts: { "deployed:production": { environment: "production", member: "", ...deployed } },
  });
  expect(await perform("ship")).toEqual(told);
  expect(await observe("ship")).toEqual(told);
});

test("[E-12] a target that says it is done is not believed when another commit or nothing serves", async () => {
  const live = new Map([["", { version: "1.3.0", commit: "another", artifacts: null }]]);
  for (const serving of [live, new Map()]) {
    const { perform } = await world("simulated", (target) => ({ ...target, live: async () => serving }));
    expect(await perform("ship")).toMatchObject({ outcome: "failed" });
  }
});

test("[K-09] a backup that could not be read back is none", async () => {
  const { perform } = await world("simulated", (target) => ({
    ...target,
    start: async () => ({ state: "done", says: "taken", simulated: true, backup: { id: "b", isVerified: false } }),
  }));
  expect(await perform("copy")).toEqual({ outcome: "failed", says: "taken, but it could not be read back" });
});

test("a wave is deployed for itself", async () => {
  const { perform } = await world();
  const told = await perform("ship", {}, { member: "eu" });
  expect(told).toMatchObject({ facts: { "deployed:production/eu": { member: "eu", version: "1.3.0" } } });
});

test("a slow deployment is pending, is found again after a crash, and is told when it is done", async () => {
  const { perform, observe, later } = await world("{ simulated: { delay: 1h } }");
  expect(await observe("ship")).toBe("repeat");
  expect(await perform("ship")).toEqual({ pendingUntil: START + HOUR });
  expect(await observe("ship")).toEqual({ pendingUntil: START + HOUR });
  later(1);
  expect(await observe("ship")).toMatchObject({ outcome: "verified" });
});

test("a version that is told to fail fails, and a rollback goes to the one the engine found", async () => {
  const { perform } = await world("{ simulated: { fail: { deploy: [1.3.0] } } }");
  expect(await perform("ship")).toEqual({
    outcome: "failed",
    says: "deploy of 1.3.0 was told to fail (simulated) in production",
  });
  expect(await perform("back", PREVIOUS, { lease: held(2) })).toMatchObject({
    outcome: "verified",
    facts: { "deployed:production": { version: "1.2.0", commit: "c1.2.0", artifacts: null } },
  });
  expect(await perform("back", {}, { effect: "other", lease: held(3) })).toEqual({
    outcome: "failed",
    says: "no version was verified in production before 1.3.0: nothing to go back to",
  });
});

test("a first version that is taken back leaves nothing, and a watch is not told to expect it", async () => {
  const { perform } = await world();
  await perform("ship");
  const told = await perform("back", { "previous:production": null }, { lease: held(2) });
  expect(told).toEqual({
    outcome: "verified",
    says: "nothing serves any more (simulated) in production",
    facts: { "deployed:production": null },
  });
  expect(await perform("watch", factsIn(told))).toHaveProperty("pendingUntil");
});

test("[E-15] who was taken over deploys nothing, whether it knows or not", async () => {
  const { perform, folder } = await world();
  const lost = await perform("ship", {}, { lease: held(1, false) });
  expect(lost).toMatchObject({ outcome: "failed", says: "nothing was done: another change of production took over" });
  expect(existsSync(join(folder, ".slipway/simulated"))).toBe(false);
  await perform("back", PREVIOUS, { lease: held(2) });
  const fenced = await perform("ship", {}, { lease: held(1) });
  expect(fenced).toMatchObject({ outcome: "failed", says: "nothing was done: epoch 2 took over (simulated)" });
});

test("a release whose commit nobody told is not deployed", async () => {
  const { perform } = await world();
  expect(await perform("ship", { commit: null })).toMatchObject({ outcome: "failed" });
});

test("an environment without a target is a problem that says what to configure", async () => {
  const { perform } = await world();
  await expect(perform("try")).rejects.toMatchObject({
    problems: [{ code: "no-target", kind: "input", expected: "`environments.laboratory.target` in slipway.yaml" }],
  });
});

test("[K-09] data is restored only from a backup that this release took and that could be read back", async () => {
  const { perform } = await world();
  expect(await perform("undo")).toEqual({
    outcome: "failed",
    says: "this release took no verified backup of production, so there is nothing to restore",
  });
  const taken = await perform("copy");
  const facts = factsIn(taken);
  expect(facts["backup:production"]).toMatchObject({ backup: "v1.3.0/main/copy", takenAt: START, simulated: true });
  const migrated = { "migrated:production": { version: "1.3.0", direction: "forward", simulated: true } };
  expect(await perform("data")).toMatchObject({ outcome: "migrated", facts: migrated });
  expect(await perform("undo", facts)).toMatchObject({ outcome: "restored" });
});

test("[K-09] a backup that failed is none", async () => {
  const { perform } = await world("{ simulated: { fail: { backup: [1.3.0] } } }");
  expect(await perform("copy")).toMatchObject({ outcome: "failed" });
  expect(await perform("copy")).not.toHaveProperty("facts");
});

test("a watch looks until its time is over, and is clean when nothing was amiss", async () => {
  const { perform, observe, later } = await world();
  const facts = factsIn(await perform("ship"));
  expect(await perform("watch", facts)).toEqual({ pendingUntil: START + HOUR });
  later(23.5);
  expect(await observe("watch", facts)).toEqual({ pendingUntil: START + 24 * HOUR });
  later(0.5);
  expect(await observe("watch", facts)).toMatchObject({
    outcome: "clean",
    says: "nothing was amiss in production for 24h (simulated)",
  });
});

test("[E-17] a watch is breached by another version than the one the release brought, at the next look", async () => {
  const { perform, observe } = await world();
  const facts = factsIn(await perform("ship"));
  await perform("back", PREVIOUS, { lease: held(2) });
  expect(await observe("watch", facts)).toMatchObject({
    outcome: "breached",
    says: "version: 1.2.0 serves instead of 1.3.0 (simulated)",
  });
  expect(await observe("watch")).toHaveProperty("pendingUntil"); // a release that brought nothing watches what is there
});

test("[E-12] a probe that says nothing else asks the target, and says that it is simulated", async () => {
  const { perform } = await world();
  const facts = factsIn(await perform("ship"));
  expect(await perform("probe", facts)).toMatchObject({
    outcome: "healthy",
    says: "the target says that it is well (simulated)",
  });
  await perform("back", PREVIOUS, { lease: held(2) });
  expect(await perform("probe", facts)).toMatchObject({
    outcome: "unhealthy",
    says: "1.2.0 serves instead of 1.3.0 (simulated)",
  });
});

test("a watch is breached when the target says so", async () => {
  const { perform } = await world("{ simulated: { breach: [1.3.0] } }");
  await perform("ship");
  expect(await perform("watch")).toMatchObject({
    outcome: "breached",
    facts: { breached: [{ criterion: "errors", simulated: true }] },
  });
});

test("what a step says that its kind does not know is a problem, and nothing is done", async () => {
  const { perform, folder } = await world();
  await expect(perform("misspelt")).rejects.toMatchObject({ problems: [{ code: "step-settings" }] });
  expect(existsSync(join(folder, ".slipway/simulated"))).toBe(false);
});
