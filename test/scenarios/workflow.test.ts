import { expect, test } from "vitest";
import { productOf, type ProductDriver, type Release } from "../support/release-driver.ts";

const YAML = `
extends: workflow
product: shop
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
`;
const product = productOf({ yaml: YAML });
const LIMIT = { timeout: 240_000 };

function withFeature(): ProductDriver {
  const shop = product();
  shop.repository.commit("feat: search");
  return shop;
}

function plan(release: Release): void {
  release.fill("scoping", {}, { role: "product-owner" });
  release.fill("environment-preparation", {}, { role: "operations" });
  release.fill("stakeholders");
}

function validate(release: Release): void {
  release.fill("final-qa");
  release.fill("uat", {}, { role: "stakeholder" });
  expect(release.visits("readiness")).toEqual([]); // the product owner has not accepted
  release.approve("uat", { role: "product-owner" });
  release.fill("readiness", {}, { role: "product-owner" });
  release.approve("readiness", { role: "developer" });
  expect(release.visits("stage")).toEqual([]); // operations have not signed
  release.approve("readiness", { role: "operations" });
}

function execute(release: Release): void {
  release.fill("pre-deployment", {}, { role: "operations" });
  release.fill("staged-checks");
  release.fill("production-checks");
}

/** What is asked after the deployment, three days later. */
function conclude(shop: ProductDriver, release: Release): void {
  shop.later("3d");
  release.run();
  release.fill("monitoring", {}, { role: "operations" });
  release.fill("issues", {}, { role: "developer" });
  release.fill("validation", {}, { role: "qa" });
  release.fill("retro");
}

test("[Z-09, A-04, G-11, G-12, G-27] twelve steps and 48 actions, each by a role that may", LIMIT, () => {
  const shop = withFeature();
  const release = shop.start("minor", "--trigger", "feature-completion: search");
  const wrong = release.say("submit", "scoping", ["--tick", "E7.1.1"], { role: "qa", code: 4 });
  expect(wrong.stderr).toContain("product-owner or developer");
  release.say("submit", "scoping", ["--tick", "E7.1.1"], { role: "developer", as: shop.people["qa"]!, code: 4 });
  plan(release);
  validate(release);
  execute(release);
  expect(release.whyCodes()).toEqual(["watch under-way"]);
  conclude(shop, release);
  const shown = release.show();
  expect(shown.status).toBe("released");
  const answers = shown.runs[0]!.visits.flatMap((visit) => Object.keys(visit.answers));
  const actions = answers.filter((id) => id.startsWith("E7."));
  const expected = Array.from({ length: 48 }, (_, at) => `E7.${Math.floor(at / 4) + 1}.${(at % 4) + 1}`);
  expect(new Set(actions)).toEqual(new Set(expected));
  const refusals = shop
    .log()
    .split("\n")
    .filter((line) => line.includes("refuse"));
  expect(refusals).toHaveLength(2);
  for (const line of refusals) expect(line).toContain(shop.people["qa"]!);
  expect(shop.repository.git("cat-file", "-t", "v1.1.0")).toBe("tag");
  shop.verifyLog();
});

test(
  "[Z-09, A-08, T-19, T-20, U-10] an emergency says who skipped what and why, and owes it; overdue, it holds back the next",
  LIMIT,
  () => {
    const shop = product();
    shop.repository.commit("fix: orders are lost");
    const emergency = ["release", "start", "--type", "emergency", "--variant", "emergency"];
    const refused = shop.call(emergency, { role: "release-manager", code: 4 });
    expect(refused.stderr).toContain("skips uat, readiness, and nothing says why");
    const release = shop.start("emergency", "--variant", "emergency", "--reason", "orders are lost since noon");
    const starts = shop
      .log()
      .split("\n")
      .filter((line) => /start +release|skip/.test(line));
    expect(starts).toHaveLength(3);
    for (const line of starts) expect(line).toContain(shop.people["release-manager"]!);
    expect(starts[0]).toContain("orders are lost since noon");
    plan(release);
    release.fill("final-qa");
    release.fill("pre-deployment", {}, { role: "operations" });
    release.fill("staged-checks");
    expect(release.visits("ship")).toEqual([]); // T-19: the way back is tested before users reach anything new
    release.say("submit", "way-back", [], { role: "operations", code: 4 });
    release.fill("way-back", { version: "1.0.0" }, { role: "operations" });
    release.fill("production-checks");
    expect(release.whyCodes()).toContain("uat waits-for-person");
    const [seen] = shop.json<{ releases: { wakeAt: number }[] }>(["run", release.id]).releases;
    expect(seen?.wakeAt).toBe(shop.now + 10_000); // looked at every ten seconds, not every minute

    shop.later("96h");
    shop.repository.commit("fix: rounding");
    const next = shop.start("patch");
    plan(next);
    validate(next);
    next.fill("pre-deployment", {}, { role: "operations" });
    next.fill("staged-checks");
    const held = next.show().open.filter(({ code }) => code === "debt-overdue");
    expect(held[0]?.says).toContain("v1.0.1 owes uat, readiness since 2026-01-09T09:00:00Z");

    release.fill("uat", {}, { role: "stakeholder" });
    release.approve("uat", { role: "product-owner" });
    release.fill("readiness", {}, { role: "product-owner" });
    release.approve("readiness", { role: "developer" });
    release.approve("readiness", { role: "operations" });
    next.run();
    expect(next.whyCodes()).toEqual(["production-checks waits-for-person"]);

    release.run();
    release.fill("monitoring", {}, { role: "operations" });
    release.fill("issues", {}, { role: "developer" });
    release.fill("validation", {}, { role: "qa" });
    release.fill("retro", {}, { keepOpen: true });
    expect(release.visits("retro")[0]?.answers["exceptional"]).toMatchObject({
      value: false,
      by: null,
      note: "2026-Q1: 1 of 2 releases, 50 % (v1.0.1), above the ceiling of 10 %",
    });
    release.say("submit", "retro", [], { code: 4 }); // the finding waits for somebody to say what follows from it
    release.say("submit", "retro", ["--set", "exceptional=orders had no alert; there is one now"]);
    expect(release.show().status).toBe("running"); // the review with a prevention is not optional
    const review = ["--set", "happened=orders were lost", "--set", "cause=a full disk"];
    release.say("submit", "prevention", review);
    release.say("submit", "prevention", [], { code: 4 });
    release.say("submit", "prevention", ["--set", "prevention=alert on full disks"], { code: 2 });
    release.say("submit", "prevention", ["--set", "prevention=otto@example.org until 2026-03-01: alert on full disks"]);
    expect(release.show().status).toBe("released");
  },
);

const PREPARATIONS = ["long-notice", "rollback-plan", "user-migration", "compatibility-plan", "affected"];

test("[Z-14, T-18] a process without one of the preparations of a breaking release is not approved", LIMIT, () => {
  const shop = product();
  for (const name of PREPARATIONS) {
    const phase = name === "affected" ? "validation" : "planning";
    const without = `workflows: { release: { phases: [{ phase: ${phase}, steps: [{ ${name}: ~ }] }] } }\n`;
    shop.repository.commit(`chore: no ${name}`, { "slipway.yaml": YAML + without });
    expect(shop.call(["process", "check"], { code: 1 }).stdout).toContain(`no step brings about ${name}`);
    shop.call(["process", "approve"], { role: "release-manager", code: 4 });
  }
});

test("[T-18, T-17] a major without a break has two weeks of notice, and says that it is for a fair", LIMIT, () => {
  const shop = withFeature();
  const other = ["2.0.0", "--reason", "the first of a new line", "--trigger", "market-or-launch: the fair"];
  const release = shop.start("major", ...other);
  plan(release);
  expect(release.visits("notice")[0]?.says).toContain("2026-01-20");
  expect(release.visits("user-migration").map(({ outcome }) => outcome)).toEqual([]);
  expect(release.whyCodes()).toEqual(["final-qa waits-for-person"]);
  expect(release.show()).toMatchObject({ triggerKind: "market-or-launch", trigger: "the fair" });
  const start = ["release", "start", "--type", "minor", "--trigger", "critcal-bug: lost orders"];
  expect(shop.call(start, { role: "release-manager", code: 2 }).stderr).toContain("did you mean critical-bug?");
  const list = (trigger: string) => shop.json<{ releases: unknown[] }>(["release", "list", "--trigger", trigger]);
  expect(list("market-or-launch").releases).toHaveLength(1);
  expect(list("security-or-compliance").releases).toEqual([]);
});

test("[Z-14, T-18] a breaking major is not executed before all four preparations are there", LIMIT, () => {
  const shop = product();
  shop.repository.commit("feat!: orders have another form");
  const release = shop.start("major");
  expect(release.visits("long-notice")[0]?.says ?? "").toBe("");
  plan(release);
  expect(release.visits("long-notice")[0]?.says).toContain("2026-01-27"); // three weeks
  expect(release.whyCodes()).toEqual(["user-migration waits-for-person"]);
  release.say("submit", "compatibility-plan", [], { role: "developer", code: 4 });
  const empty = release.say("submit", "user-migration", [], { code: 4 });
  expect(empty.stderr).toContain("plan, training, support");
  release.fill("user-migration");
  expect(release.whyCodes()).toEqual(["compatibility-plan waits-for-person"]);
  release.fill("compatibility-plan", {}, { role: "developer" });
  expect(release.whyCodes()).toEqual(["rollback-plan waits-for-person"]);
  release.fill("rollback-plan");
  validate(release);
  expect(release.whyCodes()).toEqual(["affected waits-for-person"]);
  release.approve("affected");
  release.fill("pre-deployment", {}, { role: "operations" });
  release.fill("staged-checks");
  const [held] = release.show().open;
  expect(held).toMatchObject({ code: "scheduled", step: "ship", until: Date.parse("2026-01-27T09:00:00Z") });
  shop.later("21d");
  release.run();
  expect(release.whyCodes()).toEqual(["production-checks waits-for-person"]);
});
