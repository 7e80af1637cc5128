import { expect, test } from "vitest";
import { codeFreezeViolations } from "../../src/domain/scope/code-freeze.ts";
import { decideScope } from "../../src/domain/scope/decide.ts";
import { statusReport, type StatusReport } from "../../src/domain/scope/report.ts";
import { riskLevel, LEVELS } from "../../src/domain/scope/risk.ts";
import type { ItemClass } from "../../src/domain/scope/scope-event.ts";
import { NO_PLAN } from "../../src/domain/scope/scope-state.ts";
import { scopeWarnings } from "../../src/domain/scope/warnings.ts";
import { advance, planned, PM, RM, world, type World, DAY, item, POLICY } from "./world.ts";

function report({ get }: World, now = DAY, shares: ReadonlyMap<ItemClass, number> = new Map()): StatusReport {
  return statusReport(get(), "1.4.0", { now, policy: { ...POLICY, shares } });
}

function warningsOf({ get }: World, id: string, release: string): readonly string[] {
  const context = { now: DAY, by: PM, separate: true, policy: POLICY };
  const decided = decideScope({ type: "target", item: id, release }, get(), context);
  return decided.ok ? scopeWarnings(get(), decided.value) : [decided.error.code];
}

test("[P-03] an item that is not accepted when the scope is frozen is at risk", () => {
  const made = planned();
  made.act({ type: "freeze", release: "1.4.0", at: 2 * DAY }, PM);
  const risks = (now: number) => report(made, now).items.map(({ atRisk }) => atRisk);
  expect(risks(2 * DAY - 1)).toEqual([[]]);
  expect(risks(2 * DAY)).toEqual([["not accepted at the freeze"]]);
  advance(made, "door", "feature-acceptance");
  made.show("door", "acceptance");
  expect(risks(2 * DAY)).toEqual([[]]);
});

test("[P-05] the history tells what was original, and what was added, removed and deferred after the freeze", () => {
  const made = planned();
  for (const id of ["key", "lock", "bell"]) {
    made.act(item(id));
    made.act({ type: "approve", item: id }, PM);
  }
  for (const id of ["key", "lock"]) made.act({ type: "target", item: id, release: "1.4.0" }, PM);
  made.act({ type: "freeze", release: "1.4.0", at: DAY }, PM);
  const changes = [
    { change: "defer", item: "door", to: "1.5.0" },
    { change: "remove", item: "lock", to: null },
    { change: "add", item: "bell", to: null },
  ] as const;
  for (const [index, change] of changes.entries()) {
    made.act({ type: "request", release: "1.4.0", ...change, impact: "some", justification: "needed" }, RM);
    made.act({ type: "decide", request: `cr-${index + 1}`, verdict: "approved", reason: "agreed" }, PM);
  }
  const { history, items, requests } = report(made);
  expect(history).toEqual({
    original: ["door", "key", "lock"],
    added: ["bell"],
    removed: ["lock"],
    deferred: ["door"],
  });
  expect(items.map(({ id }) => id)).toEqual(["key", "bell"]);
  expect(requests.map(({ decided }) => decided?.verdict)).toEqual(["approved", "approved", "approved"]);
});

test("[P-07] warns when an item is aimed at the release that is being developed, or was developed without one", () => {
  const made = planned();
  made.act(item("key"));
  made.act({ type: "approve", item: "key" }, PM);
  expect(warningsOf(made, "key", "1.4.0")).toEqual([]);
  advance(made, "door", "implementation");
  expect(warningsOf(made, "key", "1.4.0")).toEqual([
    "1.4.0 is being developed: items are aimed at least one release ahead",
  ]);
  expect(warningsOf(made, "key", "1.5.0")).toEqual([]);
  advance(made, "key", "implementation");
  expect(warningsOf(made, "key", "1.5.0")).toEqual([
    "key is at implementation already: it was developed without a release",
  ]);
});

test("[P-08] warns when a release holds more than its capacity, or comes after an item is due", () => {
  const made = world();
  made.act(item("door", { size: 5, due: 9 * DAY }));
  made.act(item("key"));
  for (const id of ["door", "key"]) made.act({ type: "approve", item: id }, PM);
  made.act({ type: "set-capacity", release: "1.4.0", capacity: 4 });
  const date = { type: "set-milestone", release: "1.4.0", milestone: "release", date: "planned", reason: "" } as const;
  made.act({ ...date, at: 10 * DAY });
  expect(warningsOf(made, "door", "1.4.0")).toEqual(["1.4.0 would hold 5 of 4", "1.4.0 comes after door is due"]);
  expect(warningsOf(made, "key", "1.4.0")).toEqual(["key has no size, 1.4.0 has a capacity"]);
});

test("[P-06] tells which items a deferred one leaves behind", () => {
  const made = planned();
  made.act(item("key", { dependsOn: ["door"] }));
  made.act({ type: "approve", item: "key" }, PM);
  made.act({ type: "target", item: "key", release: "1.4.0" }, PM);
  const event = {
    type: "item-deferred",
    item: "door",
    from: "1.4.0",
    to: "1.5.0",
    reason: "late",
    request: null,
  } as const;
  expect(scopeWarnings(made.get(), [event])).toEqual(["key depends on door, which goes to 1.5.0"]);
  made.act({ type: "defer", item: "door", to: "1.5.0", reason: "late" }, PM);
  expect(report(made).items).toMatchObject([{ id: "key", atRisk: ["door comes with 1.5.0"] }]);
});

test("[P-09] items keep class and inputs, and the share of each class stands beside its target", () => {
  const made = world();
  const classes = ["new-capability", "new-capability", "technical-debt"] as const;
  for (const [index, name] of classes.entries()) {
    made.act(item(`i${index}`, { class: name, inputs: ["market"] }));
    made.act({ type: "approve", item: `i${index}` }, PM);
    made.act({ type: "target", item: `i${index}`, release: "1.4.0" }, PM);
  }
  expect(made.get().items.get("i0")?.inputs).toEqual(["market"]);
  expect(report(made, DAY, new Map([["new-capability", 50]])).shares).toEqual([
    { class: "new-capability", count: 2, percent: 67, target: 50 },
    { class: "improvement", count: 0, percent: 0, target: null },
    { class: "technical-debt", count: 1, percent: 33, target: null },
  ]);
});

test("[P-10] the register weighs likelihood and impact; a closed risk weighs nothing", () => {
  const weights = LEVELS.map((likelihood) => LEVELS.map((impact) => riskLevel({ likelihood, impact })));
  expect(weights).toEqual([
    ["low", "low", "medium"],
    ["low", "medium", "high"],
    ["medium", "high", "high"],
  ]);
  const made = planned();
  const facts = { title: "jam", mitigation: "oil", owner: "pat", rollback: "the old door" } as const;
  const record = (risk: string, likelihood: "low" | "high"): void =>
    made.act({ type: "record-risk", release: "1.4.0", risk, facts: { ...facts, likelihood, impact: "high" } });
  record("jam", "high");
  record("rust", "low");
  expect(report(made)).toMatchObject({
    risk: "high",
    risks: [
      { risk: "jam", level: "high" },
      { risk: "rust", level: "medium" },
    ],
  });
  const close = { type: "close-risk", release: "1.4.0", risk: "jam" } as const;
  expect(() => made.act({ ...close, reason: "" })).toThrow("without a reason");
  made.act({ ...close, reason: "oiled" });
  expect(report(made).risk).toBe("medium");
});

test("[P-11] milestones tell planned, forecast and actual date, and how many days they slipped", () => {
  const made = planned();
  const set = { type: "set-milestone", release: "1.4.0", milestone: "release", reason: "flu" } as const;
  made.act({ ...set, date: "planned", at: 9 * DAY });
  const slip = (now = DAY) => report(made, now).milestones.map(({ milestone, slipDays }) => [milestone, slipDays]);
  expect(slip()).toEqual([["release", 0]]);
  made.act({ ...set, date: "forecast", at: 11.5 * DAY });
  expect(slip()).toEqual([["release", 2.5]]);
  made.act({ ...set, date: "actual", at: 8 * DAY }, { now: 20 * DAY });
  expect(slip()).toEqual([["release", -1]]);
  made.act({ ...set, milestone: "feature-freeze", date: "planned", at: 2 * DAY });
  made.act({ type: "freeze", release: "1.4.0", at: 4 * DAY }, PM);
  expect(slip(5 * DAY)).toEqual([
    ["release", -1],
    ["feature-freeze", 2],
  ]);
});

test("[P-20] commits after the code freeze are violations without an issue, or without a consent", () => {
  const commit = (name: string, issues: readonly string[]) => ({ commit: name, subject: `fix: ${name}`, issues });
  const plan = {
    ...NO_PLAN,
    consents: new Map([
      ["b", { by: "rita", reason: "needed" }],
      ["d", { by: "rita", reason: "needed" }],
    ]),
  };
  const found = codeFreezeViolations(plan, [
    commit("a", []),
    commit("b", []),
    commit("c", ["#7"]),
    commit("d", ["#7"]),
  ]);
  expect(found.map(({ commit, lacks }) => [commit, lacks])).toEqual([
    ["a", ["issue", "consent"]],
    ["b", ["issue"]],
    ["c", ["consent"]],
  ]);
});
