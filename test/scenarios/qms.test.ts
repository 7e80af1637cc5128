import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { productOf, type ProductDriver, type Release } from "../support/release-driver.ts";
import { makeRepository, temporaryFolder } from "../support/repository.ts";
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
  "[Z-01] [T-05, T-13] [G-02, G-03, G-05, G-16] [R-01] [TG-09] [B-13] qms: a workstream in eight steps, from a clean repository to production",
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
    release.say("submit", "deliverables", ["--tick", "E1.1,E1.2,E1.3,E1.6,E1.8"], { role: "developer" });
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

    // 2: fewer tests than declared are no success, and nobody waives that where policy allows no waiver
    repository.write(".git/short", "");
    release.submit("deliverables", { role: "developer" });
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
    finishRelease(release);
    expect(answered(release, "verify")).toEqual({
      "E4.1": true,
      "E4.2": true,
      "E4.3a": true,
      "E4.3b": true,
      "E4.3c": true,
      "E4.4": true,
    });
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
  },
);
