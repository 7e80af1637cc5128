import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BranchRow } from "../src/app/list-branches.ts";
import type { MergeBack } from "../src/app/merge-back.ts";
import type { Finding } from "../src/domain/branch/finding.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

/** A product under a preset, with v1.2.3 released on main. Its branches never count as stale unless a test says so. */
function product(preset: string, more = "branches: { stale: { days: 100000 } }\n"): TestRepository {
  const repository = makeRepository();
  repository.commit("chore: start (#1)", { "slipway.yaml": `extends: ${preset}\n${more}`, "app.txt": "one\n" });
  repository.commit("feat: first (#2)", { "first.txt": "first\n" });
  repository.tag("v1.2.3", "Release v1.2.3");
  return repository;
}

function findings(repository: TestRepository, ...args: string[]): Finding[] {
  return slipwayJson<{ findings: Finding[] }>(repository.folder, ["branch", "check", ...args]).findings;
}

const rules = (list: readonly Finding[]): string[] => list.map(({ rule, branch }) => `${rule} ${branch}`);

function proof(repository: TestRepository, branch: string) {
  const { targets } = slipwayJson<MergeBack>(repository.folder, ["branch", "merge-back", branch]);
  return Object.fromEntries(targets.map(({ target, state }) => [target, state]));
}

test("[B-09, B-10] molecular: a hotfix from main closes when main and develop hold it", () => {
  const repository = product("molecular");
  repository.git("branch", "develop");
  const made = slipwayJson(repository.folder, ["branch", "create", "hotfix", "1.2.4"]);
  expect(made).toMatchObject({ branch: "hotfix/1.2.4", from: "main", created: true });
  repository.git("switch", "-q", "hotfix/1.2.4");
  const fix = repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  expect(slipway(repository.folder, ["branch", "merge-back"]).code).toBe(1);
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "hotfix/1.2.4");
  const open = slipway(repository.folder, ["branch", "check"]);
  expect(open.code).toBe(1);
  expect(open.stdout).toContain("develop lacks 1 of 1 commits of hotfix/1.2.4");
  expect(open.stdout).toContain(`${fix.slice(0, 8)} fix: stop the leak`);
  expect(open.stdout).toContain("git switch develop && git merge --no-ff hotfix/1.2.4");
  repository.git("switch", "-q", "develop");
  repository.git("merge", "-q", "--no-ff", "hotfix/1.2.4");
  expect(proof(repository, "hotfix/1.2.4")).toEqual({ main: "contained", develop: "contained" });
  expect(slipway(repository.folder, ["branch", "check"])).toMatchObject({ code: 0, stderr: "" });
});

test("[B-09] molecular: a hotfix that starts on develop has the wrong base", () => {
  const repository = product("molecular");
  repository.git("switch", "-q", "-c", "develop");
  repository.commit("feat: unfinished");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4");
  repository.commit("fix: stop the leak");
  const [first] = findings(repository, "hotfix/1.2.4");
  expect(first).toMatchObject({ rule: "B-09", severity: "blocks" });
  expect(first!.found).toContain("starts on develop");
});

test("[TG-05, TG-07] molecular tags after the merge, qms before it", () => {
  const tagOnBranch = (preset: string): TestRepository => {
    const repository = product(preset);
    repository.git("switch", "-q", "-c", "hotfix/1.2.4", "v1.2.3");
    repository.commit("fix: stop the leak", { "app.txt": "two\n" });
    repository.tag("v1.2.4", "Release v1.2.4");
    repository.git("switch", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "hotfix/1.2.4");
    return repository;
  };
  expect(rules(findings(tagOnBranch("molecular"), "hotfix/1.2.4"))).toContain("TG-07 hotfix/1.2.4");
  expect(rules(findings(tagOnBranch("qms"), "hotfix/1.2.4"))).toEqual([]);
  const release = product("molecular");
  release.git("switch", "-q", "-c", "release/1.3.0");
  release.commit("chore: release v1.3.0");
  release.tag("v1.3.0", "Release v1.3.0");
  expect(rules(findings(release, "release/1.3.0"))).toContain("TG-05 release/1.3.0");
});

test("[B-09, B-10] trio: a hotfix starts at the latest tag and goes to main and the open release branch", () => {
  const repository = product("trio");
  repository.commit("feat: not released yet (#3)", { "later.txt": "later\n" });
  repository.git("branch", "release/1.3.0");
  const made = slipwayJson(repository.folder, ["branch", "create", "hotfix", "1.2.4"]);
  expect(made).toMatchObject({ from: "v1.2.3", commit: repository.git("rev-parse", "v1.2.3^{}") });
  repository.git("switch", "-q", "hotfix/1.2.4");
  const fix = repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  expect(proof(repository, "hotfix/1.2.4")).toEqual({ main: "missing", "release/1.3.0": "missing" });
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "hotfix/1.2.4");
  repository.git("switch", "-q", "release/1.3.0");
  repository.git("cherry-pick", "-x", fix);
  expect(proof(repository, "hotfix/1.2.4")).toEqual({ main: "contained", "release/1.3.0": "equivalent" });
  expect(rules(findings(repository))).toEqual([]);
});

test("[B-09] trio: a hotfix from main carries what is not released, and is told so", () => {
  const repository = product("trio");
  repository.commit("feat: not released yet (#3)");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4");
  repository.commit("fix: stop the leak");
  const [first] = findings(repository, "hotfix/1.2.4");
  expect(first).toMatchObject({ rule: "B-09", severity: "blocks" });
  expect(first!.found).toContain("with 1 commit that v1.2.3 does not contain, expected: the release tag v1.2.3");
});

test("[B-10] the same patch, and a squash of the whole branch, are equivalent without any record", () => {
  const repository = product("trio");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4", "v1.2.3");
  const first = repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  repository.commit("test: hold it", { "leak.test": "holds\n" });
  repository.git("switch", "-q", "-c", "release/1.3.0", "main");
  repository.commit("feat: other (#4)", { "other.txt": "other\n" });
  repository.git("cherry-pick", first);
  repository.commit("test: hold it, written again", { "leak.test": "holds\n" });
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--squash", "hotfix/1.2.4");
  repository.git("commit", "-q", "-m", "fix: stop the leak (#5)");
  const { targets } = slipwayJson<MergeBack>(repository.folder, ["branch", "merge-back", "hotfix/1.2.4"]);
  const evidence = Object.fromEntries(targets.map(({ target, commits }) => [target, commits.map((c) => c.evidence)]));
  expect(evidence).toEqual({
    main: ["same patch, squashed", "same patch, squashed"],
    "release/1.3.0": ["same patch", "same patch"],
  });
});

test("[B-10] a hotfix branch that was deleted is missed all the same, by its merge and by its tag", () => {
  const repository = product("events");
  repository.git("branch", "release/1.3.0");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4");
  const fix = repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  repository.tag("v1.2.4", "Release v1.2.4");
  repository.git("switch", "-q", "main");
  repository.git("branch", "-q", "-D", "hotfix/1.2.4");
  const lost = findings(repository).filter(({ rule }) => rule === "B-10");
  expect(lost).toMatchObject([
    { branch: "v1.2.4", severity: "blocks", found: /^main lacks 1 of 1 commits of v1\.2\.4:/ },
    { branch: "v1.2.4", severity: "blocks", found: /^release\/1\.3\.0 lacks 1 of 1/ },
  ]);
  expect(lost[0]!.action).toContain("git switch main && git merge --no-ff v1.2.4");
  repository.git("merge", "-q", "--no-ff", "v1.2.4", "-m", "Merge pull request #7 from shop/hotfix/1.2.4");
  const [merged, ...others] = findings(repository).filter(({ rule }) => rule === "B-10");
  expect(others).toEqual([]);
  expect(merged).toMatchObject({ branch: "hotfix/1.2.4", severity: "blocks", found: /^release\/1\.3\.0 lacks 1 of 1/ });
  expect(merged!.action).toContain(`git merge --no-ff ${fix.slice(0, 8)} `);
  repository.git("switch", "-q", "release/1.3.0");
  repository.git("cherry-pick", "-x", fix);
  expect(rules(findings(repository)).filter((each) => each.startsWith("B-10"))).toEqual([]);
});

test("[B-10] an older patch release that no branch holds is only told: its line may have been given up", () => {
  const repository = product("trio");
  repository.git("switch", "-q", "-c", "old", "v1.2.3~1");
  repository.commit("fix: for old customers", { "old.txt": "old\n" });
  repository.tag("v1.1.9", "Release v1.1.9");
  const missed = () => findings(repository).filter(({ rule }) => rule === "B-10");
  repository.git("switch", "-q", "main");
  expect(missed()).toEqual([]);
  repository.git("branch", "-q", "-D", "old");
  expect(missed()).toMatchObject([{ branch: "v1.1.9", severity: "warns" }]);
  repository.tag("slipway/rolled-back/v1.1.9", "given up");
  expect(missed()).toEqual([]);
});

test("[B-10] a fix made on main first and picked onto the hotfix counts as contained there", () => {
  const repository = product("qms");
  repository.commit("feat: later", { "later.txt": "later\n" });
  const fix = repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  repository.git("switch", "-q", "-c", "hotfix/1.2.4", "v1.2.3");
  repository.git("cherry-pick", "-x", fix);
  expect(proof(repository, "hotfix/1.2.4")).toEqual({ main: "equivalent" });
});

test("[B-07] trio: a release branch takes fixes only; every other commit is named until it is reverted", () => {
  const repository = product("trio");
  repository.git("switch", "-q", "-c", "release/1.3.0");
  repository.commit("fix: a repair", { "app.txt": "two\n" });
  repository.commit("chore: release v1.3.0", { "CHANGELOG.md": "# Changelog\n" });
  expect(rules(findings(repository))).toEqual([]);
  const feature = repository.commit("feat: sneaks in", { "sneak.txt": "x\n" });
  const [first] = findings(repository);
  expect(first).toMatchObject({ rule: "B-07", branch: "release/1.3.0", severity: "blocks" });
  expect(first!.found).toContain(`${feature.slice(0, 8)} feat: sneaks in`);
  expect(first!.found).not.toContain("a repair");
  repository.git("revert", "--no-edit", feature);
  expect(rules(findings(repository))).toEqual([]);
});

test("[B-07] what may not be on a release branch keeps its tag back until it is reverted, or excepted with a reason on record", () => {
  const repository = product("trio", "tagSigning: optional\nchangelog: { source: commits }\n");
  repository.git("switch", "-q", "-c", "release/1.3.0");
  const feature = repository.commit("feat: sneaks in", { "sneak.txt": "x\n" });
  const tag = () => slipway(repository.folder, ["tag", "1.3.0", "--dry-run"]);
  expect(tag()).toMatchObject({ code: 4, stderr: /release\/1\.3\.0 takes only fixes, but holds 1 other change/ });
  const except = (...args: string[]) => slipway(repository.folder, ["branch", "except", ...args]);
  expect(except("release/1.3.0", feature).code).toBe(4);
  expect(except("release/1.3.0", "--reason", "needed").code).toBe(2);
  expect(except("release/1.3.0", "main", "--reason", "needed").code).toBe(0);
  expect(tag().code).toBe(4);
  expect(except("release/1.3.0", feature.slice(0, 8), "--reason", "the fix needs it").stdout).toContain("may hold");
  expect(except("release/1.3.0", feature, "--reason", "again").stdout).toContain("the fix needs it (ada@example.org)");
  expect(tag()).toMatchObject({ code: 0 });
  expect(findings(repository)).toMatchObject([
    { rule: "B-07", severity: "excepted", found: /sneaks in: the fix needs it/ },
  ]);
  expect(slipway(repository.folder, ["branch", "check"])).toMatchObject({
    code: 0,
    stdout: /1 findings, 0 of them block/,
  });
  const { entries } = slipwayJson<{ entries: unknown[] }>(repository.folder, ["audit", "log"]);
  expect(entries).toMatchObject([
    { action: "except" },
    { action: "except", role: "release-manager", reason: "the fix needs it", new: feature },
  ]);
  expect(slipway(repository.folder, ["access", "grant", "ada@example.org", "admin"]).code).toBe(0);
  const other = repository.commit("feat: another", { "another.txt": "x\n" });
  expect(except("release/1.3.0", other, "--reason", "me too", "--as", "bob@example.org")).toMatchObject({
    code: 4,
    stderr: /may not change what branches may hold/,
  });
  expect(tag().code).toBe(4);
});

test("[B-07] a feature that comes with a merge of main counts too; other presets do not ask", () => {
  const bring = (preset: string): Finding[] => {
    const repository = product(preset);
    repository.git("branch", "release/1.3.0");
    repository.commit("feat: on main (#3)");
    repository.git("switch", "-q", "release/1.3.0");
    repository.commit("fix: a repair");
    repository.git("merge", "-q", "--no-ff", "main");
    return findings(repository, "release/1.3.0");
  };
  expect(bring("trio")[0]!.found).toContain("feat: on main");
  expect(bring("workflow")).toEqual([]);
});

test("[B-08, B-11] a tagged release branch stays active and blocks until main holds it", () => {
  const repository = product("trio");
  repository.git("switch", "-q", "-c", "release/1.3.0");
  repository.commit("chore: release v1.3.0", { "CHANGELOG.md": "# Changelog\n" });
  const state = (): string =>
    slipwayJson<{ branches: BranchRow[] }>(repository.folder, ["branch"]).branches.find(
      ({ name }) => name === "release/1.3.0",
    )!.state;
  expect(state()).toBe("active");
  repository.tag("v1.3.0", "Release v1.3.0");
  expect(state()).toBe("tagged, not merged back");
  expect(rules(findings(repository))).toEqual(["B-08 release/1.3.0"]);
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "release/1.3.0");
  expect(state()).toBe("released");
  expect(rules(findings(repository))).toEqual([]);
});

test("[B-11] a release whose tag is marked as rejected is cancelled: no hotfix has to reach its branch", () => {
  const repository = product("trio");
  repository.git("switch", "-q", "-c", "release/1.3.0");
  repository.commit("fix: a repair");
  repository.tag("v1.3.0", "Release v1.3.0");
  repository.tag("slipway/rejected/v1.3.0", "rejected");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4", "v1.2.3");
  repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  expect(proof(repository, "hotfix/1.2.4")).toEqual({ main: "missing" });
});

test("[B-09, B-10, TG-07] qms: a hotfix starts at the tag of its version, though a later one exists", () => {
  const repository = product("qms");
  repository.commit("feat: later", { "later.txt": "later\n" });
  repository.tag("v1.3.0", "Release v1.3.0");
  expect(slipwayJson(repository.folder, ["branch", "create", "hotfix", "1.2.4"])).toMatchObject({ from: "v1.2.3" });
  repository.git("switch", "-q", "hotfix/1.2.4");
  repository.commit("fix(security): close the hole", { "app.txt": "two\n" });
  repository.commit("chore: release v1.2.4", { "CHANGELOG.md": "# Changelog\n" });
  repository.tag("v1.2.4", "Release v1.2.4");
  expect(rules(findings(repository))).toEqual(["B-10 hotfix/1.2.4"]);
  repository.git("switch", "-q", "main");
  repository.git("cherry-pick", "-x", "hotfix/1.2.4~1");
  expect(rules(findings(repository))).toEqual([]);
});

test("[B-13] qms: a release is prepared from main or release/x.y.z, with nothing uncommitted", () => {
  const repository = product("qms");
  expect(findings(repository, "--release")).toEqual([]);
  repository.git("switch", "-q", "-c", "feature/new");
  expect(rules(findings(repository, "--release"))).toEqual(["B-13 feature/new"]);
  repository.git("switch", "-q", "-c", "release/1.3.0");
  expect(findings(repository, "--release")).toEqual([]);
  repository.write("CHANGELOG.md", "a release writes this itself\n");
  expect(findings(repository, "--release")).toEqual([]);
  repository.write("app.txt", "unfinished\n");
  const [dirty] = findings(repository, "--release");
  expect(dirty).toMatchObject({ rule: "B-13", severity: "blocks" });
  expect(dirty!.found).toContain("app.txt");
});

test("[B-10, B-11] events: a hotfix goes to main and every active release branch; the missing one is named", () => {
  const repository = product("events");
  repository.git("branch", "release/1.3.0");
  repository.git("branch", "release/2.0.0");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4");
  repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "hotfix/1.2.4", "-m", "Merge branch 'hotfix/1.2.4'");
  repository.tag("v1.2.4", "Release v1.2.4");
  repository.git("switch", "-q", "release/1.3.0");
  repository.git("merge", "-q", "main");
  const [first, ...others] = findings(repository);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ rule: "B-10", branch: "hotfix/1.2.4", severity: "blocks" });
  expect(first!.found).toContain("release/2.0.0 lacks 1 of 1 commits");
  repository.git("switch", "-q", "release/2.0.0");
  repository.git("merge", "-q", "main");
  expect(findings(repository)).toEqual([]);
});

test("[B-03] events: main that differs from the latest release is an alert, equal files are none", () => {
  const repository = product("events");
  expect(findings(repository)).toEqual([]);
  repository.commit("fix: not released (#3)", { "app.txt": "two\n" });
  expect(findings(repository)).toMatchObject([{ rule: "B-03", branch: "main", severity: "warns" }]);
  expect(slipway(repository.folder, ["branch", "check"]).code).toBe(0);
  repository.commit("revert: not released (#4)", { "app.txt": "one\n" });
  expect(findings(repository)).toEqual([]);
  expect(findings(product("trio"))).toEqual([]);
});

test("[B-04] events: a feature starts on a release branch and is merged into one", () => {
  const repository = product("events");
  repository.git("branch", "release/1.3.0");
  repository.commit("fix: production (#3)", { "app.txt": "two\n" });
  repository.tag("v1.2.4", "Release v1.2.4");
  repository.git("switch", "-q", "-c", "feature/from-main");
  repository.commit("feat: b");
  expect(rules(findings(repository))).toEqual(["B-04 feature/from-main"]);
  repository.git("switch", "-q", "-c", "feature/good", "release/1.3.0");
  repository.commit("feat: c", { "c.txt": "c\n" });
  expect(rules(findings(repository, "feature/good"))).toEqual([]);
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "feature/good");
  const [target] = findings(repository, "feature/good");
  expect(target!.found).toContain("feature/good was merged into main");
});

test("[B-04] trio: a feature off a release branch, and one merged into it, are flagged", () => {
  const repository = product("trio");
  repository.git("switch", "-q", "-c", "feature/good");
  repository.commit("feat: a", { "a.txt": "a\n" });
  repository.git("switch", "-q", "-c", "release/1.3.0", "main");
  repository.commit("fix: a repair");
  repository.git("switch", "-q", "-c", "feature/off");
  repository.commit("feat: b");
  expect(rules(findings(repository))).toEqual(["B-04 feature/off"]);
  repository.git("switch", "-q", "release/1.3.0");
  repository.git("merge", "-q", "--no-ff", "feature/good");
  expect(rules(findings(repository, "feature/good"))).toEqual(["B-04 feature/good"]);
});

test("[B-16] events: a feature enters its release branch with a test result at the merge, or is reported", () => {
  const repository = product("events");
  repository.git("branch", "release/1.3.0");
  const merge = (name: string, ...trailer: string[]): void => {
    repository.git("switch", "-q", "-c", name, "release/1.3.0");
    repository.commit(`feat: ${name}`, { [`${name.replace("/", "-")}.txt`]: "x\n" });
    repository.git("switch", "-q", "release/1.3.0");
    repository.git("merge", "-q", "--no-ff", name, "-m", `Merge branch '${name}'`, ...trailer);
    repository.git("branch", "-q", "-D", name);
  };
  merge("feature/tested", "-m", "Tested: pass");
  expect(findings(repository)).toEqual([]);
  merge("feature/untested");
  merge("feature/failed", "-m", "Tested: fail");
  const found = findings(repository);
  expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(["B-16 blocks", "B-16 blocks"]);
  expect(found.map((finding) => finding.found).join()).toMatch(/feature\/failed.*feature\/untested/s);
});

test("[B-16] events: what evidence says of the merged commit counts, a failure blocks, and the tag waits for it", () => {
  const repository = product("events");
  repository.git("branch", "release/1.3.0");
  const merge = (name: string, failed: string): void => {
    repository.git("switch", "-q", "-c", name, "release/1.3.0");
    repository.commit(`feat: ${name}`, { [`${name.replace("/", "-")}.txt`]: "x\n" });
    const report = `1..1\n${failed === "failed" ? "not ok" : "ok"} 1 - ${name}\n`;
    const file = join(temporaryFolder(), "report.tap");
    writeFileSync(file, report);
    slipway(repository.folder, ["evidence", "add", file, "--suite", "unit", "--by", "QA"]);
    repository.git("add", "releases");
    repository.commit("test: what the suite said");
    repository.git("switch", "-q", "release/1.3.0");
    repository.git("merge", "-q", "--no-ff", name, "-m", `Merge branch '${name}'`);
  };
  merge("feature/good", "passed");
  expect(findings(repository, "release/1.3.0")).toEqual([]);
  merge("feature/bad", "failed");
  const [bad, ...others] = findings(repository, "release/1.3.0");
  expect(others).toEqual([]);
  expect(bad).toMatchObject({
    rule: "B-16",
    severity: "blocks",
    found: /^feature\/bad was merged into release\/1\.3\.0/,
  });
  expect(slipway(repository.folder, ["tag", "1.3.0"])).toMatchObject({
    code: 4,
    stderr: /feature\/bad was merged into/,
  });
  const commit = repository.git("rev-parse", "HEAD");
  expect(slipway(repository.folder, ["branch", "except", "release/1.3.0", commit, "--reason", "flaky"]).code).toBe(0);
  expect(findings(repository, "release/1.3.0")).toMatchObject([
    { rule: "B-16", severity: "excepted", found: /: flaky \(ada@example\.org\)$/ },
  ]);
  expect(slipway(repository.folder, ["tag", "1.3.0"])).toMatchObject({ code: 0 });
});

test("[B-02] commits on a protected main without merge and pull-request number are reported, with the limits", () => {
  const repository = product("trio");
  repository.commit("fix: by pull request (#7)");
  const direct = repository.commit("fix: pushed");
  const [first] = findings(repository);
  expect(first).toMatchObject({ rule: "B-02", severity: "warns" });
  expect(first!.found).toContain(`${direct.slice(0, 8)} fix: pushed`);
  expect(first!.found).not.toContain("by pull request");
  expect(first!.action).toContain("git alone cannot tell");
});

test("[B-05] a feature branch that lags behind its base is stale by commits or by days", () => {
  const stale = (limits: string): Finding[] => {
    const repository = product("trio", `branches: { stale: ${limits} }\n`);
    repository.git("switch", "-q", "-c", "feature/old");
    repository.commit("feat: slow");
    repository.git("switch", "-q", "main");
    for (let count = 0; count < 3; count++) repository.commit(`fix: ${count} (#${count + 10})`);
    return findings(repository);
  };
  expect(rules(stale("{ days: 100000, commits: 2 }"))).toEqual(["B-05 feature/old"]);
  expect(rules(stale("{ days: 5, commits: 50 }"))).toEqual(["B-05 feature/old"]);
  expect(rules(stale("{ days: 100000, commits: 3 }"))).toEqual([]);
});

test("[B-12] a hotfix that changes more files than allowed is told with their names", () => {
  const repository = product("trio", "branches: { hotfixFilesMax: 2 }\n");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4");
  repository.commit("fix: much", { "a.txt": "a", "b.txt": "b", "CHANGELOG.md": "c" });
  const size = (): Finding | undefined => findings(repository).find(({ rule }) => rule === "B-12");
  expect(size()).toBeUndefined();
  repository.commit("fix: more", { "d.txt": "d" });
  expect(size()!.found).toMatch(/changes 3 files, more than 2:\n {2}a.txt\n {2}b.txt\n {2}d.txt/);
  expect(size()!.severity).toBe("blocks");
  expect(slipway(repository.folder, ["branch", "except", "hotfix/1.2.4", "--reason", "one rename"]).code).toBe(0);
  expect(size()).toMatchObject({ severity: "excepted", found: /changes 3 files, more than 2: one rename \(ada@/ });
  repository.commit("fix: the same files", { "d.txt": "e" });
  expect(size()!.severity).toBe("excepted");
  repository.commit("fix: one more", { "e.txt": "e" });
  expect(size()!.severity).toBe("blocks");
});

test("[B-14] a bare clone and a clone with only remote branches answer like the repository they come from", () => {
  const repository = product("trio");
  repository.git("switch", "-q", "-c", "release/1.3.0");
  repository.commit("feat: sneaks in");
  repository.git("switch", "-q", "-c", "hotfix/1.2.4", "v1.2.3");
  repository.commit("fix: stop the leak", { "app.txt": "two\n" });
  repository.git("switch", "-q", "main");
  const expected = findings(repository);
  expect(rules(expected)).toEqual(["B-07 release/1.3.0", "B-10 hotfix/1.2.4", "B-10 hotfix/1.2.4"]);
  for (const flag of ["--bare", "--no-local"]) {
    const folder = temporaryFolder();
    repository.git("clone", "-q", flag, repository.folder, folder);
    expect(slipwayJson<{ findings: Finding[] }>(folder, ["branch", "check"]).findings).toEqual(expected);
  }
});

test("[B-14] branch create is idempotent, leaves the tree alone, and refuses used numbers and other histories", () => {
  const repository = product("trio");
  repository.write("app.txt", "unfinished\n");
  const create = (...args: string[]) => slipway(repository.folder, ["branch", "create", ...args]);
  expect(create("release", "1.3.0", "--dry-run")).toMatchObject({ code: 0, stdout: /^would make release\/1.3.0/ });
  expect(repository.git("branch", "--list", "release/*")).toBe("");
  expect(create("release", "1.3.0").stdout).toMatch(/^made release\/1.3.0 from main/);
  expect(create("release", "1.3.0").stdout).toMatch(/^release\/1.3.0 is there already/);
  expect(repository.git("branch", "--show-current")).toBe("main");
  expect(create("hotfix", "1.2.3")).toMatchObject({ code: 4 });
  expect(create("hotfix", "1.2")).toMatchObject({ code: 2 });
  expect(create("feature", "1.2.4")).toMatchObject({ code: 2 });
  repository.git("branch", "hotfix/1.2.4", "v1.2.3~1");
  const elsewhere = create("hotfix", "1.2.4");
  expect(elsewhere.code).toBe(4);
  expect(elsewhere.stderr).toContain("does not contain v1.2.3");
});

test("[B-09, B-11] components share numbers: a branch belongs to the tag that holds its work", () => {
  const config = "branches: { stale: { days: 100000 } }\ncomponents: { api: { path: api }, web: { path: web } }\n";
  const repository = product("trio", config);
  repository.tag("api-v1.3.0");
  repository.commit("feat: web (#3)", { "web/a.txt": "1\n" });
  repository.tag("web-v1.2.0");
  const create = (...args: string[]) => slipway(repository.folder, ["branch", "create", ...args]);
  expect(create("hotfix", "1.2.1")).toMatchObject({ code: 2, stderr: /2 components, and none was named/ });
  expect(create("hotfix", "1.2.1", "--component", "web").stdout).toMatch(/from web-v1.2.0/);
  expect(create("hotfix", "1.3.0", "--component", "api").code).toBe(4);
  expect(create("release", "1.3.0").code).toBe(0);
  repository.git("switch", "-q", "release/1.3.0");
  repository.commit("fix: web", { "web/a.txt": "2\n" });
  const { branches } = slipwayJson<{ branches: BranchRow[] }>(repository.folder, ["branch"]);
  expect(branches.find(({ name }) => name === "release/1.3.0")).toMatchObject({ state: "active", ahead: 1 });
  expect(rules(findings(repository))).toEqual([]);
});

test("[B-01] roles come from the configured patterns; branches without a role are listed and not judged", () => {
  const repository = product("trio", "branches: { main: { pattern: trunk }, feature: { pattern: [feat/*, wip-*] } }\n");
  repository.git("branch", "-m", "main", "trunk");
  for (const name of ["feat/a", "wip-b", "feature/c", "release/1.3.0", "release/next"]) repository.git("branch", name);
  const { branches } = slipwayJson<{ branches: BranchRow[] }>(repository.folder, ["branch"]);
  expect(branches.map(({ name, role, version }) => [name, role, version])).toEqual([
    ["trunk", "main", null],
    ["feat/a", "feature", null],
    ["wip-b", "feature", null],
    ["release/1.3.0", "release", "1.3.0"],
    ["feature/c", null, null],
    ["release/next", null, null],
  ]);
});

test("[B-01] what cannot be answered says what to do", () => {
  const repository = product("trio");
  const run = (...args: string[]) => slipway(repository.folder, ["branch", ...args]);
  expect(run("chekc")).toMatchObject({ code: 2, stderr: /did you mean "check"\?/ });
  expect(run("check", "relase/1.3.0")).toMatchObject({ code: 2 });
  expect(run("merge-back", "main")).toMatchObject({ code: 2, stderr: /only release and hotfix branches/ });
  expect(run("create", "release")).toMatchObject({ code: 2 });
  repository.git("branch", "-m", "main", "unknown");
  expect(run("check")).toMatchObject({ code: 2, stderr: /no branch is named main or master/ });
  const empty = makeRepository();
  expect(slipway(empty.folder, ["branch"])).toMatchObject({ code: 3 });
});
