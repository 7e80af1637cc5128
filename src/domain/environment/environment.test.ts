import { expect, test } from "vitest";
import { FOUR_EYES } from "../access/separation.ts";
import type { Process } from "../process/process.ts";
import { environmentObstacles } from "./environment-obstacles.ts";
import type { Arrival, EnvironmentEvent } from "./environment-event.ts";
import { EMPTY_ENVIRONMENT, HISTORY_MAX, liveIn, type EnvironmentState } from "./environment-state.ts";
import { evolve } from "./evolve.ts";
import { membersOf, membersToBringBack } from "./members.ts";
import { fiveLatest, isFirst, previousStable } from "./previous-stable.ts";
import { notVerifiedInStaging, unstableVersion, withoutBackup } from "./promotion-obstacles.ts";
import { liftMark, openDebt, recordDeployment, recordStop, settleDebt } from "./record-deployment.ts";

const NOON = 1_767_873_600_000; // 2026-01-08T12:00:00Z
const WANTED = { release: "v1.3.0", brings: "1.3.0", now: NOON, isEmergency: false, isRollback: false };

function after(state: EnvironmentState, events: readonly EnvironmentEvent[]): EnvironmentState {
  return events.reduce((before, event) => evolve(before, event, NOON), state);
}

function arrival(version: string, isRollback = false, member = ""): Arrival {
  const artifacts = `sha256:${version}`;
  return {
    member,
    version,
    release: `v${version}`,
    commit: `c${version}`,
    artifacts,
    effect: `e${version}`,
    isRollback,
  };
}

function deployed(...versions: string[]): EnvironmentState {
  return versions.reduce(
    (state, version) => after(state, recordDeployment(state, arrival(version), "")),
    EMPTY_ENVIRONMENT,
  );
}

test("[K-04] back goes to the last version that was verified there, was not rolled back and is not bad", () => {
  const state = deployed("1.0.0", "1.1.0", "1.2.0");
  expect(previousStable(state, "")?.version).toBe("1.1.0");
  const live: EnvironmentEvent = { type: "version-live", ...arrival("1.3.0") };
  const unverified = after(state, [live, { type: "version-live", ...arrival("1.4.0") }]);
  expect(previousStable(unverified, "")?.version).toBe("1.2.0");
  const back = after(unverified, recordDeployment(unverified, arrival("1.2.0", true), "errors"));
  expect(previousStable(back, "")?.version).toBe("1.1.0");
  const bad = after(back, [{ type: "version-marked-bad", version: "1.1.0", reason: "loses orders" }]);
  expect(previousStable(bad, "")?.version).toBe("1.0.0");
  expect(previousStable(EMPTY_ENVIRONMENT, "")).toBeUndefined();
  expect(previousStable(state, "frontend")).toBeUndefined();
});

test("[K-04] a deployment that was rolled back is nothing to go back to, even when its mark is lifted", () => {
  const state = deployed("1.0.0", "1.1.0");
  const back = after(state, recordDeployment(state, arrival("1.0.0", true), "errors"));
  const lifted = after(back, [{ type: "mark-lifted", version: "1.1.0", reason: "the cause was outside" }]);
  expect(previousStable(lifted, "")).toBeUndefined();
  expect(fiveLatest(["1.1.0"], lifted, "")).toEqual([{ version: "1.1.0", standing: "rolled back" }]);
});

test("[K-04] a deployment that failed before it was live is left for what is live", () => {
  expect(previousStable(deployed("1.0.0", "1.1.0"), "", "1.2.0")?.version).toBe("1.1.0");
});

test("[K-04] a version that was verified late is verified only while it is live", () => {
  const one: EnvironmentEvent = { type: "version-live", ...arrival("1.1.0") };
  const two: EnvironmentEvent = { type: "version-live", ...arrival("1.2.0") };
  const verdict: EnvironmentEvent = { type: "version-verified", member: "", version: "1.1.0" };
  expect(previousStable(after(EMPTY_ENVIRONMENT, [one, two, verdict]), "", "9.9.9")).toBeUndefined();
  expect(previousStable(after(EMPTY_ENVIRONMENT, [one, verdict, two]), "")?.version).toBe("1.1.0");
});

test("going back leaves nothing only where nothing was good before and nothing else serves", () => {
  const first = deployed("1.0.0");
  expect([isFirst(first, "", "1.0.0"), isFirst(EMPTY_ENVIRONMENT, "", "1.0.0")]).toEqual([true, true]);
  expect([isFirst(first, "", "1.1.0"), isFirst(deployed("1.0.0", "1.1.0"), "", "1.1.0")]).toEqual([false, false]);
  const bad = after(first, [{ type: "version-marked-bad", version: "1.0.0", reason: "loses orders" }]);
  expect(isFirst(bad, "", "1.1.0")).toBe(false); // what serves is bad, but it is not what is taken back
  const stopped = after(first, recordStop(first, { member: "", effect: "e" }, "errors"));
  expect(liveIn(stopped, "")).toBeUndefined();
  expect([isFirst(stopped, "", "1.1.0"), previousStable(stopped, "", "1.1.0")]).toEqual([true, undefined]);
  expect(recordStop(stopped, { member: "", effect: "e" }, "errors")).toEqual([]);
});

test("[K-04] for a choice by hand the five newest are offered, with how they did", () => {
  const state = deployed("1.0.0", "1.2.0", "1.10.0");
  const back = after(state, recordDeployment(state, arrival("1.2.0", true), "errors"));
  const tagged = ["1.9.0", "nonsense", "1.0.0", "1.10.0", "1.2.0", "2.0.0-rc.1", "0.9.0"];
  expect(fiveLatest(tagged, back, "")).toEqual([
    { version: "2.0.0-rc.1", standing: "never there" },
    { version: "1.10.0", standing: "bad" },
    { version: "1.9.0", standing: "never there" },
    { version: "1.2.0", standing: "live" },
    { version: "1.0.0", standing: "stable" },
  ]);
});

test("[K-14] a version rolled back is marked bad, and comes back only when the mark is lifted for a reason", () => {
  const state = deployed("1.2.0", "1.3.0");
  const back = after(state, recordDeployment(state, arrival("1.2.0", true), "errors above the limit"));
  expect(environmentObstacles(back, WANTED)).toEqual([
    {
      code: "version-bad",
      found: "1.3.0 is marked bad: errors above the limit",
      expected: "a version without a mark, or the mark lifted with a reason",
    },
  ]);
  expect(environmentObstacles(back, { ...WANTED, brings: null })).toEqual([]);
  expect(liftMark(back, "1.3.0", " ")).toMatchObject({ error: { code: "reason" } });
  expect(liftMark(back, "1.2.0", "fine")).toMatchObject({ error: { code: "no-mark", expected: "one of 1.3.0" } });
  const lifted = liftMark(back, "1.3.0", "the cause was outside");
  expect(environmentObstacles(after(back, lifted.ok ? lifted.value : []), WANTED)).toEqual([]);
});

test("an overdue debt holds back later normal releases, but no emergency and no rollback", () => {
  const debt = { debt: "uat", release: "v1.2.1", owes: ["uat"], dueAt: NOON };
  const state = after(EMPTY_ENVIRONMENT, openDebt(EMPTY_ENVIRONMENT, debt));
  const late = { ...WANTED, now: NOON + 1 };
  expect(environmentObstacles(state, WANTED)).toEqual([]);
  expect(environmentObstacles(state, late)).toMatchObject([
    { code: "debt-overdue", found: "v1.2.1 owes uat since 2026-01-08T12:00:00Z" },
  ]);
  expect(environmentObstacles(state, { ...late, isEmergency: true })).toEqual([]);
  expect(environmentObstacles(state, { ...late, isRollback: true })).toEqual([]);
  expect(environmentObstacles(state, { ...late, release: "v1.2.1" })).toEqual([]);
  const settled = settleDebt(state, "uat");
  expect(environmentObstacles(after(state, settled.ok ? settled.value : []), late)).toEqual([]);
  expect(settleDebt(EMPTY_ENVIRONMENT, "uat")).toMatchObject({ error: { code: "no-debt" } });
});

test("a rollback does not mind who changes the environment", () => {
  const held = after(EMPTY_ENVIRONMENT, [{ type: "lease-taken", epoch: 1, effect: "e", release: "v1.2.0" }]);
  expect(environmentObstacles(held, WANTED)).toMatchObject([{ code: "lease-held" }]);
  expect(environmentObstacles(held, { ...WANTED, isRollback: true })).toEqual([]);
});

test("the history of a member is bounded, and members do not mix", () => {
  const versions = Array.from({ length: HISTORY_MAX + 5 }, (_, index) => `1.${index}.0`);
  const state = after(deployed(...versions), [{ type: "version-live", ...arrival("9.0.0", false, "eu") }]);
  expect(state.deployments.get("")).toHaveLength(HISTORY_MAX);
  expect([liveIn(state, "")?.version, liveIn(state, "eu")?.version]).toEqual(["1.104.0", "9.0.0"]);
});

const ENVIRONMENT = {
  name: "production",
  tier: "production",
  target: null,
  waves: ["eu", "us"],
  regions: [],
  calendar: { windows: [], peaks: [] },
} as const;
const PRODUCTION = { ...ENVIRONMENT, allowsPrereleases: false };

test("[V-07] an unstable version stays out of production unless the environment admits it", () => {
  const promotion = { version: "2.0.0-rc.1", commit: "c", artifacts: null, to: PRODUCTION };
  expect(unstableVersion(promotion)).toMatchObject([{ code: "unstable-version" }]);
  expect(unstableVersion({ ...promotion, version: "2.0.0" })).toEqual([]);
  expect(unstableVersion({ ...promotion, to: { ...PRODUCTION, allowsPrereleases: true } })).toEqual([]);
  expect(unstableVersion({ ...promotion, to: { ...PRODUCTION, tier: "staging" } })).toEqual([]);
});

test("[E-02] production takes the artifacts that were verified in staging, and no others", () => {
  const promotion = { version: "1.3.0", commit: "c1.3.0", artifacts: "sha256:1.3.0", to: PRODUCTION };
  const staging = new Map([["staging", deployed("1.3.0")]]);
  expect(notVerifiedInStaging(promotion, staging)).toEqual([]);
  expect(notVerifiedInStaging({ ...promotion, artifacts: null }, staging)).toEqual([]);
  expect(notVerifiedInStaging({ ...promotion, artifacts: "sha256:other" }, staging)).toMatchObject([
    { code: "not-staged", found: "the artifacts sha256:other were never verified in staging (staging)" },
  ]);
  expect(notVerifiedInStaging({ ...promotion, artifacts: null, commit: "other" }, staging)).toHaveLength(1);
  const unverified = after(EMPTY_ENVIRONMENT, [{ type: "version-live", ...arrival("1.3.0") }]);
  expect(notVerifiedInStaging(promotion, new Map([["staging", unverified]]))).toHaveLength(1);
  expect(notVerifiedInStaging(promotion, new Map())).toHaveLength(1);
  expect(notVerifiedInStaging({ ...promotion, to: { ...PRODUCTION, tier: "staging" } }, new Map())).toEqual([]);
});

test("[K-09] a release that changes the form of data is not deployed without a backup", () => {
  expect(withoutBackup(true, undefined, "production")).toMatchObject([{ code: "no-backup" }]);
  expect(withoutBackup(true, { id: "b" }, "production")).toEqual([]);
  expect(withoutBackup(false, undefined, "production")).toEqual([]);
});

test("a step is repeated for components, waves or regions, and for nothing that is unknown", () => {
  const process: Process = {
    types: new Map(),
    workflows: new Map(),
    environments: new Map([["production", PRODUCTION]]),
    components: ["schema", "backend"],
    templates: new Map(),
    separation: FOUR_EYES,
    waivers: null,
    planning: { closes: [] },
    closing: { conditions: [], critical: [], feedback: null },
    exceptional: { ceiling: 10, period: "quarter" },
    outlets: new Map(),
  };
  const each = [
    "components",
    "production.waves",
    "production.regions",
    "production.tier",
    "staging.waves",
    "waves",
    "",
  ];
  expect(each.map((name) => membersOf(process, name))).toEqual([
    ["schema", "backend"],
    ["eu", "us"],
    [],
    [],
    [],
    [],
    [],
  ]);
});

test("[X-06] an environment that was reached in parts goes back in parts, the last one first", () => {
  const arrive = (state: EnvironmentState, member: string, at: number) =>
    evolve(state, { type: "version-live", ...arrival("1.0.0", false, member) }, at);
  const state = arrive(arrive(arrive(deployed("1.0.0"), "schema", NOON), "backend", NOON), "bot", NOON + 1);
  expect(membersToBringBack(state)).toEqual(["bot", "backend", "schema"]);
  expect(membersToBringBack(arrive(state, "schema", NOON + 2))).toEqual(["schema", "bot", "backend"]);
  expect(membersToBringBack(deployed("1.0.0"))).toEqual([]);
});
