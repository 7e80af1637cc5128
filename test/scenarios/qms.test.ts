import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { productOf, type ProductDriver, type Release } from "../support/release-driver.ts";
import { makeRepository, repositoryIn, temporaryFolder } from "../support/repository.ts";
import { slipway } from "../support/slipway.ts";

/** A scenario starts the program a hundred times, and machines that test share their processors. */
const SLOW_MS = 300_000;

/** A suite that runs too few tests while a file asks it to, and as long as a version lacks what it looks for. */
const SUITE = 'if [ -e .git/short ]; then echo "Tests Passed: 5/5"; else echo "Tests Passed: 6/6"; fi\n';
const TENANT_SUITE = 'if [ -e src/tenant ]; then echo "Tests Passed: 6/6"; else echo "Tests Passed: 5/5"; fi\n';
const CLEAN_SCAN = '{ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "semgrep" } }, "results": [] }] }\n';

const CONFIG = `extends: qms
product: Dashboard
versioning: { files: [backend/version.py] }
tests: { suites: { regression: { command: sh tests/regression }, security: { command: sh tests/security } } }
environments: { production: { tier: production, target: simulated } }
workflows:
  rollback: # what stops and starts it
    phases:
      - phase: rollback
        steps:
          - stop: { with: { command: echo stopped } }
          - restart: { with: { command: echo started } }
`;

const FIRST_ENTRY =
  "## [0.6.0] - 2026-01-05\n\n### Phase 6\n\n**Objective:** Dashboards.\n\n#### Added\n\n- Dashboards\n";

const FILES = {
  "backend/version.py": '__version__ = "0.6.0"\n',
  "CHANGELOG.md": `# Changelog\n\n${FIRST_ENTRY}`,
  "tests/regression": SUITE,
  "tests/security": 'echo "11/11 security tests passed"\n',
};

const PEOPLE = { cab: "carl@example.org" };
const dashboard = productOf({ yaml: CONFIG, files: FILES, version: "0.6.0", people: PEOPLE });
const TEAM_OF_ONE = ["release-manager", "developer", "qa", "operations", "security"];

/** What a team writes by hand before a release: its entry with the day. */
function entry(version: string, title: string, section = "Added"): string {
  return `# Changelog\n\n## [${version}] - 2026-01-07\n\n### ${title}\n\n**Objective:** Auditors find every decision.\n\n#### ${section}\n\n- ${title}\n\n${FIRST_ENTRY}`;
}

/** A bare repository that the product pushes to, with what it has so far. */
function withRemote({ repository }: ProductDriver) {
  const remote = makeRepository({ bare: true });
  repository.git("remote", "add", "origin", remote.folder);
  repository.git("push", "-q", "origin", "main", "--tags");
  return remote;
}

function examine(product: ProductDriver, ...suites: readonly string[]): void {
  for (const suite of suites) product.call(["evidence", "run", suite, "--by", "QA", "--environment", "ci"]);
}

function scanned(product: ProductDriver): void {
  const scan = makeRepository();
  scan.write("semgrep.sarif", CLEAN_SCAN);
  product.call(["evidence", "add", join(scan.folder, "semgrep.sarif"), "--by", "QA", "--environment", "ci"]);
}

/** Work on main since the last release, its entry, and the records that E1 asks for before a release. */
function worked(product: ProductDriver, version: string, title: string, message = "feat: audit view"): void {
  product.repository.commit(message, { "src/view": `${title}\n` });
  product.repository.commit("docs: changelog", { "CHANGELOG.md": entry(version, title) });
  product.at("2026-01-07T09:00:00Z");
  examine(product, "regression");
  scanned(product);
}

/** Tag and commit that `release prepare` makes of what the engine began with, in a clone and at the same moment. */
function preparedBeside({ repository, now }: ProductDriver, version: string, type: string): string[] {
  const folder = join(temporaryFolder(), "clone");
  repository.git("clone", "-q", ".", folder);
  const git = (...args: string[]): string => repository.git("-C", folder, ...args);
  git("reset", "-q", "--hard", `v${version}^`);
  git("tag", "-d", `v${version}`);
  cpSync(join(repository.folder, "releases/evidence"), join(folder, "releases/evidence"), { recursive: true });
  const skip = ["--skip", "bundle,checksums,sbom,provenance"];
  const clock = { SLIPWAY_CLOCK: new Date(now).toISOString() };
  const answer = slipway(folder, ["release", "prepare", version, "--type", type, ...skip], clock);
  expect(`${answer.code} ${answer.stderr}`).toMatch(/^0 /);
  return [`v${version}`, `v${version}^{commit}`].map((object) => git("rev-parse", object));
}

/** The answers of a checklist: who gave each, `null` where a check did. */
function answered(release: Release, step: string): Record<string, unknown> {
  const given = Object.entries(release.visits(step).at(-1)?.answers ?? {});
  return Object.fromEntries(given.map(([item, { value, by }]) => [item, by === null ? ["a check", value] : value]));
}

/** From the end of its preparation to its end, as every ordinary release goes. */
function finishRelease(release: Release): void {
  release.submit("created", { role: "developer" });
  release.fill("verify", {}, { role: "operations" });
  release.fill("minimum", {}, { role: "developer" });
}

function prepare(release: Release): void {
  release.fill("deliverables", {}, { role: "developer" });
  release.fill("walk-through", { result: "passed" }, { role: "qa" });
}

test(
  "[Z-01] [T-05, T-13] [A-12] [U-08] [G-02, G-03, G-05, G-16] [R-01] [TG-09] [B-13] qms: a workstream in eight steps, from a clean repository to production",
  { timeout: SLOW_MS },
  () => {
    const product = dashboard();
    const { repository } = product;
    const remote = withRemote(product);
    repository.commit("feat: audit view", { "src/view": "filters\n" });
    product.at("2026-01-07T09:00:00Z");
    const release = product.start("workstream");
    expect(release.id).toBe("v0.6.1");

    // 1: deliverables; what machines see stands there, and keeps the step open
    expect(answered(release, "deliverables")).toMatchObject({
      "E1.4": ["a check", true],
      "E1.7": ["a check", 0],
      "E1.9": ["a check", false],
      "E1.13": ["a check", true],
      "E1.14": ["a check", true],
      "E1.15": ["a check", true],
    });
    release.say("submit", "deliverables", ["--tick", "E1.1,E1.3,E1.6,E1.8"], { role: "developer" });
    expect(release.whyCodes()).toEqual(["deliverables waits-for-person"]);
    expect(release.say("submit", "deliverables", ["--tick", "E1.7"], { role: "developer", code: 2 }).stderr).toContain(
      "E1.7",
    );
    release.say("submit", "deliverables", [], { role: "qa", code: 4 });
    examine(product, "regression");
    scanned(product);
    repository.commit("docs: changelog", { "CHANGELOG.md": entry("0.6.1", "Workstream 2: audit view") });
    examine(product, "regression");
    release.run();
    expect(answered(release, "deliverables")).toMatchObject({ "E1.7": ["a check", 6], "E1.9": ["a check", true] });

    const unreviewed = release.say("submit", "deliverables", [], { role: "developer", code: 4 });
    expect(unreviewed.stderr).toContain("E1.2"); // more than one person works on it

    // 2: fewer tests than declared are no success, and nobody waives that where policy allows no waiver
    repository.write(".git/short", "");
    release.say("submit", "deliverables", ["--tick", "E1.2"], { role: "developer" });
    expect(release.steps()).toEqual(["deliverables complete", "regression failed"]);
    const manager = { role: "release-manager" };
    product.call(["waive", release.id, "--reason", "the deadline", "--until", "2026-01-08T00:00Z"], {
      ...manager,
      code: 4,
    });
    rmSync(join(repository.folder, ".git/short"));
    product.call(["release", "retry", release.id], manager);
    release.run();
    release.fill("walk-through", { result: "passed" }, { role: "qa" });

    // 3 to 7: entry, manifest, commit, tag, push
    const commit = repository.git("rev-parse", "v0.6.1^{commit}");
    expect(repository.git("log", "-1", "--format=%s", commit)).toBe("chore: release v0.6.1");
    expect(repository.git("cat-file", "-t", "v0.6.1")).toBe("tag");
    expect(repository.git("for-each-ref", "--format=%(contents)", "refs/tags/v0.6.1")).toContain(
      "Release v0.6.1: Workstream 2: audit view",
    );
    const files = repository.git("show", "--format=", "--name-only", commit).split("\n");
    expect(files).toEqual(
      expect.arrayContaining([
        "backend/version.py",
        "releases/RELEASE-MANIFEST-0.6.1.json",
        "releases/RELEASE-MANIFEST-0.6.1.md",
      ]),
    );
    expect(repository.git("show", `${commit}:releases/RELEASE-MANIFEST-0.6.1.md`)).toContain(
      "Phase 6 Regression Tests: 6/6 passing",
    );
    expect(remote.git("rev-parse", "main", "v0.6.1")).toBe(repository.git("rev-parse", "main", "v0.6.1"));
    expect(repository.git("status", "--porcelain")).toBe("");
    expect(answered(release, "created")).toMatchObject({
      "E3.1": ["a check", true],
      "E3.2a": ["a check", true],
      "E3.2b": ["a check", true],
      "E3.2c": ["a check", true],
      "E3.3": ["a check", true],
    });

    // 8: deployment, and what follows it
    release.submit("created", { role: "developer" });
    const after = ["E4.1", "E4.2", "E4.3a", "E4.3b", "E4.3c"];
    release.say("submit", "verify", ["--tick", after.join(",")], { role: "operations" });
    release.say("submit", "verify", ["--untick", "E4.1"], { role: "operations", code: 4 });
    release.say("submit", "verify", ["--untick", "E4.1", "--note", "the page was empty"], { role: "operations" });
    release.say("submit", "verify", ["--tick", "E4.1,E4.4"], { role: "operations" });
    expect(answered(release, "verify")).toEqual(Object.fromEntries([...after, "E4.4"].map((item) => [item, true])));
    expect(product.log()).toMatch(/operations +answer E4\.1 .* true -> false +the page was empty/);
    release.run();
    expect(answered(release, "minimum")).toEqual({
      "E6.1": ["a check", true],
      "E6.2": ["a check", 6],
      "E6.3": ["a check", true],
      "E6.4": ["a check", true],
    });
    release.fill("minimum", {}, { role: "developer" });
    expect(release.steps()).toEqual([
      "deliverables complete",
      "regression failed (superseded)",
      "regression passed",
      "walk-through complete",
      "changelog done",
      "version done",
      "manifest done",
      "commit done",
      "tag done",
      "push done",
      "created complete",
      "ship verified",
      "verify complete",
      "minimum complete",
    ]);
    expect(release.show()).toMatchObject({ status: "released" });
    product.call(["release", "close", release.id], manager);
    product.call(["verify", "0.6.1"]);
    product.verifyLog();
    expect(preparedBeside(product, "0.6.1", "workstream")).toEqual(
      ["v0.6.1", "v0.6.1^{commit}"].map((object) => repository.git("rev-parse", object)),
    );
  },
);

const tenants = productOf({
  yaml: CONFIG,
  files: { ...FILES, "tests/regression": TENANT_SUITE },
  version: "0.6.0",
  people: PEOPLE,
});

test(
  "[Z-02] [T-05, T-14, T-17] [B-09, B-10] [TG-07] [N-05] [G-05, G-19] qms: a hotfix in nine steps, from the live version while main went on",
  { timeout: SLOW_MS },
  () => {
    const product = tenants();
    const { repository } = product;
    repository.commit("feat: half of the next phase", { "src/next": "half\n" });
    product.at("2026-01-07T09:00:00Z");

    // 1: the branch starts at the live version, and its number is patch, whatever came to main
    const release = product.start("hotfix", "--trigger", "critical-bug: INC-7: reports leak");
    expect(release.id).toBe("v0.6.1");
    release.say("submit", "issue", ["--set", "severity=P0"], { role: "operations" });
    release.say("submit", "issue", [], { role: "operations", code: 4 }); // no incident is linked
    release.fill("issue", { incident: "INC-7", severity: "P0" }, { role: "operations" });
    expect(repository.git("rev-parse", "hotfix/0.6.1")).toBe(repository.git("rev-parse", "v0.6.0^{commit}"));
    release.run();
    expect(release.whyCodes()).toEqual(["fix waits-for-person"]);

    // 2 and 3: a repair whose tests are too few goes back to the developer
    const fix = join(temporaryFolder(), "fix");
    repository.git("worktree", "add", "-q", fix, "hotfix/0.6.1");
    const line = repositoryIn(fix, product.now / 1000);
    line.commit("fix: reports leak other tenants", { "src/report": "first try\n" });
    release.submit("fix", { role: "developer" });
    release.fill("isolated", {}, { role: "qa" });
    expect(release.whyCodes()).toEqual(["fix waits-for-person"]);
    const unreleased =
      "# Changelog\n\n## [Unreleased]\n\n### Tenant isolation\n\n**Objective:** Close a leak.\n\n#### Security\n\n- Reports are limited to the tenant\n\n";
    line.commit("fix: reports are limited to the tenant", {
      "src/tenant": "limited\n",
      "CHANGELOG.md": unreleased + FIRST_ENTRY,
    });
    product.later("1h");
    release.submit("fix", { role: "developer" });
    expect(release.whyCodes()).toEqual(["isolated waits-for-person"]); // an earlier test speaks of another repair
    release.fill("isolated", {}, { role: "qa" });

    // 4 to 9: entry, manifest, commit, tag, deployment, word, merge
    expect(release.steps()).toEqual([
      "issue complete",
      "branch done",
      "fix done (superseded)",
      "isolated complete (superseded)",
      "regression failed (superseded)",
      "fix done",
      "isolated complete",
      "regression passed",
      "changelog done",
      "version done",
      "manifest done",
      "commit done",
      "tag done",
      "ship verified",
      "tell sent",
      "merge-back proven",
    ]);
    const [tagged, parents] = [
      repository.git("rev-parse", "v0.6.1^{commit}"),
      repository.git("rev-parse", "main^1", "main^2").split("\n"),
    ];
    expect(parents[1]).toBe(tagged);
    expect(repository.git("log", "-1", "--format=%s", parents[0]!)).toBe("feat: half of the next phase");
    expect(repository.git("show", `${tagged}:CHANGELOG.md`)).toContain(
      "## [0.6.1] - 2026-01-07\n\n### SECURITY: Tenant isolation",
    );
    expect(repository.git("show", `${tagged}:releases/RELEASE-MANIFEST-0.6.1.md`)).toContain(
      "**Release Type:** Hotfix",
    );
    expect(repository.git("ls-tree", "--name-only", tagged, "src/")).not.toContain("src/next");
    expect(release.show()).toMatchObject({
      status: "released",
      triggerKind: "critical-bug",
      trigger: "INC-7: reports leak",
      dueAt: Date.parse("2026-01-07T13:00:00Z"),
    });
    product.call(["release", "close", release.id], { role: "release-manager" });
    product.call(["verify", "0.6.1"]);
    product.verifyLog();
  },
);

const hardened = productOf({
  yaml: CONFIG,
  files: {
    ...Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path, text.replaceAll("0.6.0", "0.9.0")])),
    ...Object.fromEntries(["INSTALL", "OPERATIONS", "RUNBOOK"].map((guide) => [`${guide}.md`, `# ${guide}\n`])),
    ...Object.fromEntries(
      ["workstreams", "regression", "production", "operations"].map((proof) => [
        `releases/graduation/${proof}.md`,
        "Done.\n",
      ]),
    ),
    "releases/graduation/security.md": "TBD\n",
    "requirements.txt": "flask==3.0.3\n",
  },
  version: "0.9.0",
  people: PEOPLE,
});

const REASON = ["--reason", "the product is done"];

test(
  "[Z-03] [V-09, V-10] [A-03, A-07, A-09, A-10] [G-02] [K-09, K-15] [R-14, R-15] [TG-05] qms: 1.0.0 in thirteen steps",
  { timeout: SLOW_MS },
  () => {
    const product = hardened();
    const { repository } = product;
    const remote = withRemote(product);
    for (const member of ["cora@example.org", "cyd@example.org"])
      product.call(["access", "grant", member, "cab"], { as: "ada@example.org" });
    product.call(["access", "grant", "dan@example.org", "security"], { as: "ada@example.org" });
    worked(product, "1.0.0", "Phase 10: production");
    examine(product, "security");
    product.call(["release", "start", "1.0.0", "--type", "milestone"], { role: "release-manager", code: 4 });
    const release = product.start("milestone", "1.0.0", ...REASON, "--set", "needsBoard=true,changesData=true");

    // 1 to 4: sweep, suite, security, operations
    expect(answered(release, "sweep")).toEqual({
      "E2.3a": ["a check", 6],
      "E2.3c": ["a check", 11],
      "E2.4a": ["a check", true],
      "E2.4b": ["a check", true],
      "E2.5": ["a check", true],
      "E2.6": ["a check", true],
    });
    release.say("submit", "sweep", ["--tick", "E2.1,E2.2"], { role: "qa" });
    release.approve("security", { role: "security" });
    release.approve("operations", { role: "operations" });

    // the tag waits for the graduation gate; what is written for it changes what was approved
    expect(release.visits("tag").at(-1)).toMatchObject({ outcome: "failed" });
    expect(release.visits("tag").at(-1)?.says).toContain("graduation.security");
    expect(repository.git("tag", "-l", "v1.0.0")).toBe("");
    const report = { "releases/graduation/security.md": "No finding is left.\n", "src/hardened": "checked\n" };
    repository.commit("fix: what the hardening report asks for", report);
    examine(product, "regression", "security");
    product.call(["release", "retry", release.id], { role: "release-manager" });
    release.run();
    expect(release.visits("security").map(({ state }) => state)).toEqual(["reopened", "open"]);
    release.approve("security", { as: "dan@example.org", role: "security" });
    release.approve("operations", { role: "operations" });

    // 5 to 9: entry, manifest, bundle, checksums of every file, tag
    const commit = repository.git("rev-parse", "v1.0.0^{commit}");
    expect(repository.git("log", "-1", "--format=%s", commit)).toBe("chore: release v1.0.0");
    expect(remote.git("rev-parse", "main", "v1.0.0")).toBe(repository.git("rev-parse", "main", "v1.0.0"));
    expect(repository.git("for-each-ref", "--format=%(contents)", "refs/tags/v1.0.0")).toContain(
      "Phase 10: production",
    );
    const made = ["dashboard-1.0.0.tar.gz", "checksums-1.0.0.txt"].map((name) =>
      join(repository.folder, "releases", name),
    );
    expect(made.filter((path) => existsSync(path))).toEqual(made);

    // 10: the board has an agenda, a quorum of three, and minutes
    const agenda = ["--set", "agenda=1.0.0", "--set", "minutes=docs/minutes.md"];
    const votes = (...members: string[]) => [
      "--set",
      `votes=${members.map((who) => `${who}@example.org: yes`).join(";")}`,
    ];
    release.say("submit", "board", [...agenda, ...votes("carl", "cora")], { role: "cab" });
    release.say("approve", "board", [], { role: "cab", code: 4 });
    release.say("submit", "board", votes("carl", "cora", "cyd"), { role: "cab" });
    for (const member of ["cora@example.org", "cyd@example.org"]) release.approve("board", { as: member, role: "cab" });
    expect(release.visits("board")[0]).toMatchObject({ outcome: "approved" });
    expect(release.visits("board")[0]?.signatures).toHaveLength(3);

    // 11: nobody ships without the plan for the way back; data is saved first
    expect(release.whyCodes()).toEqual(["rollback-plan waits-for-person"]);
    release.fill("rollback-plan", { version: "0.9.0" }, { role: "operations" });
    release.say("submit", "production", ["--tick", "E5.1"], { role: "operations", code: 4 });
    release.say("submit", "production", ["--tick", "E5.1"], { role: "security" });
    release.say("submit", "production", ["--tick", "E5.3"], { role: "cab" });
    release.say("submit", "production", ["--tick", "E5.2,E5.4a,E5.4b"], { role: "operations" });

    // 12 and 13: the suite once more, the announcement; a major looks back
    release.fill("retro", {}, { role: "release-manager" });
    expect(release.steps().slice(-13)).toEqual([
      "commit done",
      "bundle done",
      "checksums done",
      "tag done",
      "push done",
      "board approved",
      "rollback-plan complete",
      "production complete",
      "backup taken",
      "ship verified",
      "verify passed",
      "announce sent",
      "retro held",
    ]);
    expect(release.show()).toMatchObject({ status: "released" });
    product.call(["verify", "1.0.0"]);
    product.verifyLog();
  },
);

test(
  "[Z-15] [T-05, T-07, T-12, T-15] [V-08] qms: a phase is a minor, and a maintenance release with a break is refused, and one without is released",
  { timeout: SLOW_MS },
  () => {
    const product = dashboard();
    worked(product, "0.7.0", "Phase 7: trends");
    const release = product.start("phase", "--set", "deploys=false");
    expect(release.id).toBe("v0.7.0");
    release.fill("deliverables", {}, { role: "developer" });
    release.say("submit", "objectives", ["--tick", "met"], { role: "qa" });
    release.say("submit", "objectives", [], { role: "qa", code: 4 });
    expect(answered(release, "objectives")).toMatchObject({ summary: ["a check", true] });
    expect(release.visits("regression")).toEqual([]);
    release.fill("objectives", { report: "docs/phase-7.md" }, { role: "qa" });
    release.fill("walk-through", { result: "passed" }, { role: "qa" });
    release.submit("created", { role: "developer" });
    release.say("submit", "verify", ["--tick", "E4.1,E4.2,E4.3a,E4.3b,E4.3c,E4.4"], { role: "operations" });
    release.fill("minimum", {}, { role: "developer" });
    expect(release.show()).toMatchObject({ status: "released" });
    expect(release.steps()).not.toContain("ship verified");
    product.call(["verify", "0.7.0"]);

    product.repository.commit("fix: sums are right", { "src/sums": "right\n" });
    product.later("1d");
    const manager = { role: "release-manager" };
    const { release: id } = product.json<{ release: string }>(["release", "start", "--type", "maintenance"], manager);
    expect(id).toBe("v0.7.1");
    product.call(["release", "cancel", id, "--reason", "a break comes along"], manager);
    product.repository.commit("fix!: sums are wide", { "src/sums": "wide\n" });
    const refused = product.call(["release", "start", "--type", "maintenance"], { ...manager, code: 4 });
    expect(refused.stderr).toContain("fix!: sums are wide");
    expect(product.json<{ releases: unknown[] }>(["release", "list"]).releases).toHaveLength(2);

    product.repository.git("reset", "-q", "--hard", "HEAD~1");
    product.repository.commit("docs: changelog", { "CHANGELOG.md": entry("0.7.1", "Maintenance: sums", "Fixed") });
    examine(product, "regression");
    scanned(product);
    const clean = product.start("maintenance");
    expect(clean.id).toBe("v0.7.1~2");
    prepare(clean);
    finishRelease(clean);
    expect(clean.show()).toMatchObject({ status: "released" });
    expect(clean.steps()).toEqual(
      expect.arrayContaining(["regression passed", "all-tests passed", "changelog done", "ship verified"]),
    );
    product.call(["verify", "0.7.1"]);
  },
);

test(
  "[K-04, K-06, K-09, K-11, K-14] qms: a version that changed data goes back by A12: stop, code, data, start, verify, document",
  { timeout: SLOW_MS },
  () => {
    const product = dashboard();
    worked(product, "0.6.1", "Workstream 2: audit view");
    const first = product.start("workstream");
    prepare(first);
    finishRelease(first);
    expect(first.show()).toMatchObject({ status: "released" });
    product.later("1d");
    product.repository.commit("fix: rows are wider", { "src/rows": "wide\n" });
    product.repository.commit("docs: changelog", { "CHANGELOG.md": entry("0.6.2", "Workstream 3: rows", "Fixed") });
    examine(product, "regression");
    const release = product.start("workstream", "--set", "changesData=true");
    prepare(release);
    release.submit("created", { role: "developer" });
    expect(release.steps().slice(-3)).toEqual(["backup taken", "ship verified", "verify open"]);

    product.call(["rollback", release.id, "--reason", "rows are lost"], { role: "developer", code: 4 });
    product.call(["rollback", release.id, "--reason", "rows are lost"], { role: "operations" });
    release.run();
    expect(release.steps().slice(-8)).toEqual([
      "verify open",
      "rollback-1/previous open",
      "rollback-1/stop passed",
      "rollback-1/code verified",
      "rollback-1/data restored",
      "rollback-1/restart passed",
      "rollback-1/verify healthy",
      "rollback-1/document open",
    ]);
    release.say("submit", "document", ["--set", "reason=rows were lost"], { role: "operations" });
    release.say("submit", "document", [], { role: "operations", code: 4 });
    product.call(["release", "close", release.id], { role: "release-manager", code: 4 });
    release.fill("document", { severity: "P1" }, { role: "operations" });
    expect(release.steps().slice(-2)).toEqual(["rollback-1/document recorded", "rollback-1/tell sent"]);
    expect(release.show()).toMatchObject({ status: "rolled-back" });
    expect(product.repository.git("tag", "-l", "slipway/*")).toBe("slipway/rolled-back/v0.6.2");
    product.call(["release", "start", "0.6.2", "--type", "workstream"], { role: "release-manager", code: 4 });
    product.call(["release", "close", release.id], { role: "release-manager" });
    product.verifyLog();
  },
);

const alone = productOf({
  yaml: `${CONFIG}separation: solo\n`,
  files: FILES,
  version: "0.6.0",
  people: Object.fromEntries(["admin", ...TEAM_OF_ONE].map((role) => [role, "ada@example.org"])),
});

test(
  "[A-12] [G-04] [H-10] [U-08] qms: a team of one signs off alone, and is not asked whether somebody reviewed",
  { timeout: SLOW_MS },
  () => {
    const product = alone();
    worked(product, "0.6.1", "Workstream 2: audit view");
    const release = product.start("workstream");
    release.say("submit", "deliverables", ["--tick", "E1.1,E1.3,E1.6,E1.8"], { role: "developer" });
    release.fill("walk-through", { result: "passed" }, { role: "qa" });
    finishRelease(release);
    expect(release.show()).toMatchObject({ status: "released" });
    const people = release.show().runs.flatMap(({ visits }) => visits.flatMap(({ by }) => by ?? []));
    expect([...new Set(people)]).toEqual(["ada@example.org"]);
  },
);
