import { expect, test, vi } from "vitest";
import { productAfter, productOf, type ProductDriver, type Release } from "../support/release-driver.ts";

vi.setConfig({ testTimeout: 180_000 });

const YAML = `extends: molecular
product: Atlas
workflows:
  hotfix: { phases: [{ phase: repair, steps: [{ test: { with: { command: sh check.sh } } }] }] }
  rollback: { phases: [{ phase: rollback, steps: [{ verify: { with: { command: test ! -e silent.txt } } }] }] }
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
`;
const FILES = { "check.sh": "test ! -e broken.txt\n", "CHANGELOG.md": "# Changelog\n" };
const PREPARATION = ["branch done", "version done", "changelog done", "docs complete", "rollback-plan complete"];
const MERGED = ["merge merged", "tag done", "stage verified"];
const REJECTED = ["restore verified", "tell sent"];

const atlas = productOf({ yaml: YAML, files: FILES });

/** 1.1.0 is live everywhere, by a release whose review asked for changes. */
const liveAtlas = productAfter(atlas, (product) => {
  product.repository.commit("feat: bell", { "bell.txt": "ring\n" });
  const release = prepared(product);
  release.reject("review", "the bell is silent");
  release.submit("changes", { code: 4 });
  commitOn(product, "release/1.1.0", "fix: ring", { "bell.txt": "RING\n" });
  release.submit("changes");
  release.approve("review");
  accept(release);
  for (const step of ["product-owner", "qa", "security", "stakeholders"]) release.approve(step);
  release.fill("go");
  finish(product, release);
});

/** 1.2.0 is accepted in staging, and waits for the approvals. */
const acceptedAtlas = productAfter(liveAtlas, (product) => {
  product.repository.commit("feat: light", { "light.txt": "on\n" });
  const release = prepared(product);
  release.approve("review");
  accept(release);
});

function prepared(product: ProductDriver, type = "feature"): Release {
  const release = product.start(type);
  release.fill("docs");
  release.fill("rollback-plan");
  return release;
}

function accept(release: Release): void {
  release.fill("uat", {}, { role: "stakeholder" });
  release.approve("uat", { role: "product-owner" });
}

function finish(product: ProductDriver, release: Release): void {
  product.later("25h");
  release.run();
  release.fill("docs-again");
  release.fill("retro");
  product.call(["release", "close", release.id], { role: "release-manager" });
}

/** Somebody's commit on the branch of a release. */
function commitOn(product: ProductDriver, branch: string, message: string, files: Record<string, string>): string {
  const { git, commit } = product.repository;
  git("switch", "-q", branch);
  const hash = commit(message, files);
  git("switch", "-q", "main");
  return hash;
}

function hotfix(product: ProductDriver, version: string): Release {
  const release = product.start("hotfix", version, "--reason", "the bell is too quiet to be heard");
  release.fill("issue");
  return release;
}

function mainStatus(release: Release): string | null {
  return release.show().runs[0]?.status ?? null;
}

test("[Z-04, A-02, A-17, B-15, A-13, B-06, TG-05] requested changes are made, committed and reviewed again before main, tag, staging and production get them", () => {
  const product = liveAtlas();
  const { repository } = product;
  const release = product.released("v1.1.0");
  expect(release.steps()).toEqual([
    ...PREPARATION,
    "commit done (superseded)",
    "request opened (superseded)",
    "review changes-requested (superseded)",
    "changes done",
    "commit done",
    "request opened",
    "review approved",
    ...MERGED,
    "uat accepted",
    "product-owner approved",
    "qa approved",
    "security approved",
    "stakeholders approved",
    "all-received open",
    "go go",
    "slot scheduled",
    "ship verified",
    "watch clean",
    "docs-again complete",
    "retro held",
  ]);
  expect(release.show()).toMatchObject({ status: "released", isClosed: true, open: [] });
  expect(repository.git("cat-file", "-t", "v1.1.0")).toBe("tag");
  expect(repository.git("rev-parse", "v1.1.0^{commit}")).toBe(repository.git("rev-parse", "main"));
  expect(repository.git("show", "v1.1.0:bell.txt")).toBe("RING");
  expect(repository.git("show", "v1.1.0:CHANGELOG.md")).toContain("## [1.1.0] - 2026-01-06");
  expect(repository.git("tag", "-l", "slipway/*")).toBe("");
  expect(product.log()).toContain("branch-unmoved");
  product.verifyLog();
});

test("[Z-04, A-14, K-16, V-17, TG-10] what the acceptance test turns down leaves staging, is marked, watched and never numbered again", () => {
  const product = liveAtlas();
  const { repository } = product;
  repository.commit("feat: light", { "light.txt": "on\n" });
  const release = prepared(product);
  release.approve("review");
  release.reject("uat", "it is too bright", { role: "stakeholder" });
  const walked = [...PREPARATION, "commit done", "request opened", "review approved", ...MERGED];
  expect(release.steps()).toEqual([...walked, "uat rejected", ...REJECTED, "watch open (performing)"]);
  expect(mainStatus(release)).toBe("rejected");
  expect(release.visits("restore")[0]?.says).toContain("1.1.0 serves instead of 1.2.0");
  finish(product, release);
  expect(release.show()).toMatchObject({ status: "rejected", isClosed: true });
  expect(repository.git("cat-file", "-t", "slipway/rejected/v1.2.0")).toBe("tag");
  expect(product.call(["next"]).stdout).toBe("1.3.0\n");
  product.call(["release", "start", "1.2.0", "--type", "feature"], { role: "release-manager", code: 4 });
  product.verifyLog();
});

for (const { who, no, others } of [
  { who: "product-owner", no: ["product-owner"], others: ["qa", "security", "stakeholders"] },
  { who: "security", no: ["security"], others: ["stakeholders"] },
])
  test(`[Z-06, A-02] a no of ${who} is recorded, the others are asked all the same, and the gate rejects the release`, () => {
    const product = acceptedAtlas();
    const release = product.released("v1.2.0");
    if (who === "security") for (const step of ["product-owner", "qa"]) release.approve(step);
    for (const step of no) release.reject(step, "not like this");
    for (const step of others) release.approve(step);
    expect(release.steps().slice(-8)).toEqual([
      `product-owner ${who === "product-owner" ? "rejected" : "approved"}`,
      "qa approved",
      `security ${who === "security" ? "rejected" : "approved"}`,
      "stakeholders approved",
      "all-received closed",
      ...REJECTED,
      "watch open (performing)",
    ]);
    expect(mainStatus(release)).toBe("rejected");
    product.verifyLog();
  });

test("[Z-06, A-02, H-04, S-10] a no of QA rejects the release at once; nobody else is asked, and nothing reaches production", () => {
  const product = acceptedAtlas();
  const release = product.released("v1.2.0");
  release.approve("product-owner");
  release.approve("qa", { role: "security", code: 4 }); // only QA signs for QA
  release.reject("qa", "two tests are missing");
  expect(release.steps().slice(-5)).toEqual([
    "product-owner approved",
    "qa rejected",
    ...REJECTED,
    "watch open (performing)",
  ]);
  expect(release.visits("security")).toEqual([]);
  expect(release.visits("ship")).toEqual([]);
  expect(product.repository.git("tag", "-l", "slipway/*")).toBe("slipway/rejected/v1.2.0");
  product.verifyLog();
});

test("[Z-06, A-02] an approval that nobody gives in time is missing at the gate", () => {
  const product = acceptedAtlas();
  const release = product.released("v1.2.0");
  release.approve("product-owner");
  release.approve("qa");
  product.later("73h");
  release.run();
  expect(release.steps().at(-1)).toBe("stakeholders open");
  release.approve("stakeholders");
  expect(release.steps().slice(-6)).toEqual([
    "security expired",
    "stakeholders approved",
    "all-received closed",
    ...REJECTED,
    "watch open (performing)",
  ]);
});

test("[Z-05, A-08, TG-07] a hotfix is repaired until test and review say yes, goes to production and is proven on main", () => {
  const product = liveAtlas();
  const { repository } = product;
  const release = hotfix(product, "1.1.1");
  commitOn(product, "hotfix/1.1.1", "fix: louder", { "bell.txt": "RIIING\n", "broken.txt": "x\n" });
  release.submit("fix");
  expect(release.steps().at(-1)).toBe("fix open");
  repository.git("switch", "-q", "hotfix/1.1.1");
  repository.git("rm", "-q", "broken.txt");
  repository.git("commit", "-q", "-m", "fix: nothing is broken");
  repository.git("switch", "-q", "main");
  release.submit("fix");
  release.reject("review", "the neighbours complain");
  release.decide("again", "implement");
  commitOn(product, "hotfix/1.1.1", "fix: not that loud", { "bell.txt": "RIING\n" });
  release.submit("fix");
  release.approve("review");
  expect(release.steps()).toEqual([
    "issue hotfix",
    "branch done",
    "fix done (superseded)",
    "test failed (superseded)",
    "fix done (superseded)",
    "test passed (superseded)",
    "request opened (superseded)",
    "review changes-requested (superseded)",
    "again implement",
    "fix done",
    "test passed",
    "request opened",
    "review approved",
    "merge merged",
    "tag done",
    "ship verified",
    "merge-back proven",
  ]);
  expect(release.show().status).toBe("released");
  expect(repository.git("show", "v1.1.1:bell.txt")).toBe("RIING");
  product.verifyLog();
});

test("[Z-05, T-16] a hotfix is abandoned where its fix is turned down, and one that can wait is not begun", () => {
  const product = liveAtlas();
  const release = hotfix(product, "1.1.1");
  commitOn(product, "hotfix/1.1.1", "fix: louder", { "bell.txt": "RIIING\n" });
  release.submit("fix");
  release.reject("review", "the bell is loud enough");
  release.decide("again", "abandon");
  expect(release.steps().at(-1)).toBe("again abandon");
  expect(release.show().status).toBe("cancelled");
  expect(product.repository.git("tag", "-l", "v1.1.1")).toBe("");
  const other = product.start("hotfix", "1.1.1", "--reason", "the bell is too quiet to be heard");
  other.fill("issue", { "can-wait": "yes", deciding: "can-wait" }, { keepOpen: true });
  other.decide("issue", "next-release");
  expect(other.steps()).toEqual(["issue next-release"]);
  expect(other.show().status).toBe("cancelled");
  product.verifyLog();
});

test("[Z-05, B-10] a hotfix that develop contradicts is merged there by hand, and proven", () => {
  const product = liveAtlas();
  const { repository } = product;
  repository.git("branch", "develop");
  commitOn(product, "develop", "feat: gong", { "bell.txt": "gong\n" });
  const release = hotfix(product, "1.1.1");
  commitOn(product, "hotfix/1.1.1", "fix: louder", { "bell.txt": "RIIING\n" });
  release.submit("fix");
  release.approve("review");
  expect(release.steps().slice(-2)).toEqual(["merge-back conflict", "conflict open"]);
  repository.git("switch", "-q", "develop");
  repository.git("merge", "-q", "-s", "ours", "--no-edit", "v1.1.1");
  repository.git("switch", "-q", "main");
  release.submit("conflict");
  expect(release.steps().at(-1)).toBe("merge-back proven");
  expect(release.show().status).toBe("released");
});

test("[Z-07, H-06, K-08, K-13, S-10, TG-10] a rollback brings the version before back, is told, and marks the tag", () => {
  const product = liveAtlas();
  const { repository } = product;
  const release = hotfix(product, "1.1.1");
  commitOn(product, "hotfix/1.1.1", "fix: louder", { "bell.txt": "RIIING\n" });
  release.submit("fix");
  release.approve("review");
  product.call(["rollback", release.id, "--reason", "glass breaks"], { role: "developer", code: 4 });
  product.call(["rollback", release.id, "--reason", "glass breaks"], { role: "operations" });
  release.run();
  expect(release.steps().slice(-5)).toEqual([
    "rollback-1/previous open",
    "rollback-1/revert verified",
    "rollback-1/monitor healthy",
    "rollback-1/verify passed",
    "rollback-1/tell sent",
  ]);
  expect(release.show().status).toBe("rolled-back");
  expect(repository.git("tag", "-l", "slipway/*")).toBe("slipway/rolled-back/v1.1.1");
  product.verifyLog();
});

test("[Z-07, K-05] a deployment that fails in production is taken back without anybody asking for it", () => {
  const product = liveAtlas();
  const { repository } = product;
  const yaml = YAML.replace(
    "production, target: simulated",
    "production, target: { simulated: { fail: { deploy: [1.1.1] } } }",
  );
  repository.commit("docs: rehearse a failure", { "slipway.yaml": yaml });
  product.call(["process", "approve"], { role: "release-manager" });
  const release = hotfix(product, "1.1.1");
  commitOn(product, "hotfix/1.1.1", "fix: louder", { "bell.txt": "RIIING\n" });
  release.submit("fix");
  release.approve("review");
  release.run();
  const back = ["previous open", "revert verified", "monitor healthy", "verify passed", "tell sent"];
  expect(release.steps().slice(-6)).toEqual(["ship failed", ...back.map((step) => `rollback-1/${step}`)]);
  expect(release.show().status).toBe("rolled-back");
  product.verifyLog();
});

test("[Z-07, H-09, K-05, G-16] a rollback that fails is escalated and repaired by hand; a check that cannot pass is waived with a reason and an end", () => {
  const product = liveAtlas();
  const { repository } = product;
  const fails = "{ simulated: { fail: { deploy: [1.1.0] } } }";
  const yaml = YAML.replace("production, target: simulated", `production, target: ${fails}`);
  repository.commit("docs: rehearse a failure", { "slipway.yaml": yaml });
  product.call(["process", "approve"], { role: "release-manager" });
  const release = hotfix(product, "1.1.1");
  commitOn(product, "hotfix/1.1.1", "fix: louder", { "bell.txt": "RIIING\n", "silent.txt": "x\n" });
  release.submit("fix");
  release.approve("review");
  product.call(["rollback", release.id, "--reason", "glass breaks"], { role: "operations" });
  release.run();
  const failed = ["previous open", "revert failed", "on-call sent"].map((step) => `rollback-1/${step}`);
  expect(release.steps().slice(-4)).toEqual([...failed, "rollback-1/intervene open"]);
  release.fill("intervene");
  expect(release.whyCodes()).toEqual(["verify stopped"]);
  const waive = ["waive", release.id, "--run", "rollback-1", "--until", "2026-01-20T00:00Z", "--reason"];
  product.call([...waive, "the schedule is tight"], { role: "release-manager", code: 4 });
  product.call([...waive, "verified by hand at the console"], { role: "release-manager" });
  release.run();
  expect(release.steps().slice(-3)).toEqual([
    "rollback-1/intervene repaired",
    "rollback-1/verify waived",
    "rollback-1/tell sent",
  ]);
  expect(release.show().status).toBe("rolled-back");
  product.verifyLog();
});

test("[Z-18, T-07] a bugfix release with a feature in it is refused by its commit, and starts once there are repairs alone", () => {
  const product = liveAtlas();
  const { repository } = product;
  repository.commit("fix: louder", { "bell.txt": "RIIING\n" });
  const feature = repository.commit("feat: light", { "light.txt": "on\n" });
  const { stdout, stderr } = product.call(["release", "start", "--type", "bugfix"], {
    role: "release-manager",
    code: 4,
  });
  expect(stdout + stderr).toContain(feature.slice(0, 8));
  repository.git("reset", "-q", "--hard", "HEAD~1");
  const release = prepared(product, "bugfix");
  expect(release.id).toBe("v1.1.1");
  expect(release.steps()).toEqual([...PREPARATION, "commit done", "request opened", "review open"]);
});

test("[Z-18, W-02] the cadence of two weeks keeps its day on local clocks across daylight saving", () => {
  const product = atlas();
  const cadence = '{ every: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", anchor: 2026-01-06, zone: Europe/Berlin }';
  const types = `types: { feature: { bump: [major, minor], cadence: ${cadence} } }`;
  product.repository.commit("docs: move", { "slipway.yaml": YAML.replace("workflows:", `${types}\nworkflows:`) });
  product.call(["process", "approve"], { role: "release-manager" });
  product.at("2026-03-10T09:00:00Z");
  const { stdout } = product.call(["calendar"]);
  expect(stdout).toContain("(2026-03-16T23:00:00Z)"); // midnight in Berlin, winter
  expect(stdout).toContain("(2026-03-30T22:00:00Z)"); // and summer, which began on 29 March
});

test("[A-13] what was approved and has changed since is asked again; the old approval stays in the record", () => {
  const product = atlas();
  product.repository.commit("feat: bell", { "bell.txt": "ring\n" });
  const release = prepared(product);
  product.call(["approve", release.id, "review"], { role: "developer" });
  commitOn(product, "release/1.1.0", "fix: ring", { "bell.txt": "RING\n" });
  release.run();
  const [first, second] = release.visits("review");
  expect(first).toMatchObject({ outcome: "approved", state: "reopened", by: "dora@example.org" });
  expect(second).toMatchObject({ outcome: null, state: "open" });
  expect(first?.covers["source"]).not.toBe(second?.covers["source"]);
  product.verifyLog();
});

test("[W-06] a freeze holds a deployment back, says until when, and time cures it", () => {
  const product = atlas();
  product.repository.commit("feat: bell", { "bell.txt": "ring\n" });
  const release = prepared(product);
  const times = ["--from", "2026-01-06", "--until", "2026-01-08", "--reason", "stocktaking"];
  product.call(["freeze", "set", "stocktaking", ...times], { role: "release-manager" });
  release.approve("review");
  const [open] = release.show().open;
  expect(open).toMatchObject({ step: "stage", until: Date.UTC(2026, 0, 8) });
  expect(open?.says).toContain("stocktaking");
  product.at("2026-01-08T00:00:00Z");
  release.run();
  expect(release.steps().slice(-2)).toEqual(["stage verified", "uat open"]);
});

test("[A-15, B-10] a hotfix overtakes a release that waits in staging, which is then held back because it lacks what is live", () => {
  const product = acceptedAtlas();
  const feature = product.released("v1.2.0");
  const urgent = hotfix(product, "1.2.1");
  commitOn(product, "hotfix/1.2.1", "fix: louder", { "bell.txt": "RIIING\n" });
  urgent.submit("fix");
  urgent.approve("review");
  expect(urgent.show().status).toBe("released");
  for (const step of ["product-owner", "qa", "security", "stakeholders"]) feature.approve(step);
  feature.fill("go");
  const slot = Date.parse("2026-01-20T00:00:00Z"); // what was approved gets a slot, and does not start
  expect(feature.show().open).toMatchObject([{ step: "ship", code: "scheduled", until: slot }]);
  expect(feature.visits("slot")).toMatchObject([{ outcome: "scheduled" }]);
  product.at("2026-01-20T00:00:00Z");
  feature.run();
  expect(feature.whyCodes()).toEqual(["ship behind-live"]);
  expect(feature.steps().at(-1)).toBe("ship open");
  product.verifyLog();
});
