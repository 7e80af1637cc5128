import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

interface Checked {
  readonly passed: boolean;
  readonly items: readonly {
    readonly id: string;
    readonly state: string;
    readonly required: boolean;
    readonly evidence: string;
  }[];
}

const TODO = "TODO";

const ENTRY = (rest = "") => `# Changelog

## [0.2.0] - 2026-01-05

### Phase 2: Bell

**Objective:** Ring.

#### Added

- bell
${rest}`;

/** A qms product that is about to release 0.2.0: everything is there that stands before the tag, evidence included. */
function makeProduct(): TestRepository {
  const repository = makeRepository();
  const config = "extends: qms\nproduct: Door\nversioning: { files: [version.json] }\n";
  repository.commit("feat: start", { "slipway.yaml": config, "version.json": '{ "version": "0.1.0" }\n' });
  repository.tag("v0.1.0", "v0.1.0");
  repository.commit("feat: bell", { "src/bell.ts": "ring\n" });
  repository.commit("chore: release", { "CHANGELOG.md": ENTRY(), "version.json": '{ "version": "0.2.0" }\n' });
  return repository;
}

function addEvidence({ folder }: TestRepository): void {
  const [tests, scan] = [join(temporaryFolder(), "tests.txt"), join(temporaryFolder(), "audit.json")];
  writeFileSync(tests, "Tests Passed: 6/6\nTests Failed: 0/6\n");
  writeFileSync(scan, '{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"total":0}}}');
  slipway(folder, ["evidence", "add", tests, "--suite", "regression", "--by", "QA"]);
  slipway(folder, ["evidence", "add", scan, "--by", "QA"]);
}

function check({ folder }: TestRepository, ...flags: string[]): Checked {
  return slipwayJson<Checked>(folder, ["check", "0.2.0", ...flags]);
}

function openIds({ items }: Checked): string[] {
  return items.filter(({ state, required }) => state === "open" && required).map(({ id }) => id);
}

test("[G-03] [R-21] [G-04] before the tag: every item with what was found; evidence is what is missing", () => {
  const repository = makeProduct();
  const answer = check(repository, "--before-tag");
  expect(answer.items.map(({ id, state }) => `${state} ${id}`)).toEqual([
    "met version",
    "met changelog",
    "met changelog-summary",
    "met task-markers",
    "met version-files",
    "met clean-tree",
    "met branch",
    "open tests:regression",
    "open tests:integration",
    "open tests:security",
    "open security-scan",
  ]);
  expect(openIds(answer)).toEqual(["tests:regression", "security-scan"]);
  const told = slipway(repository.folder, ["check", "0.2.0", "--before-tag"]);
  expect(told).toMatchObject({ code: 1, stderr: "" });
  expect(told.stdout).toContain("do: slipway evidence add REPORT --suite regression");
  addEvidence(repository);
  expect(slipway(repository.folder, ["check", "0.2.0", "--before-tag"])).toMatchObject({ code: 0 });
});

test("[R-21] [G-03] [R-15] after it: tag, manifest with test results and files, checksums; then everything is met", () => {
  const repository = makeProduct();
  addEvidence(repository);
  const made = ["manifest", "manifest-tests", "manifest-files", "tag"];
  expect(openIds(check(repository))).toEqual(made);
  const manifest = "releases/RELEASE-MANIFEST-0.2.0.md";
  slipway(repository.folder, ["manifest", "0.2.0", "--write", "--type", "phase"]);
  repository.git("add", "releases");
  const whole = repository.read(manifest);
  repository.commit("chore: manifest", { [manifest]: whole.replace("6/6", "5/6") });
  repository.git("tag", "-a", "v0.2.0", "-m", "Release v0.2.0");
  expect(openIds(check(repository))).toEqual(["manifest", "manifest-tests"]);
  repository.git("tag", "-d", "v0.2.0");
  repository.commit("chore: manifest", { [manifest]: whole });
  repository.git("tag", "-a", "v0.2.0", "-m", "Release v0.2.0");
  const digest = createHash("sha256").update(whole).digest("hex");
  expect(openIds(check(repository))).toEqual([]);
  expect(check(repository).items.find(({ id }) => id === "checksums")).toMatchObject({
    state: "open",
    required: false,
  });
  repository.write("releases/checksums-0.2.0.txt", `${"0".repeat(64)}  ${manifest}\n`);
  expect(openIds(check(repository))).toEqual(["checksums"]);
  repository.write("releases/checksums-0.2.0.txt", `${digest}  ${manifest}\n`);
  expect(openIds(check(repository))).toEqual([]);
  expect(slipway(repository.folder, ["check", "0.2.0"])).toMatchObject({ code: 0 });
});

test.each<[string, string, (repository: TestRepository) => void]>([
  [
    "version-files",
    "version.json: 0.1.0",
    (each) => void each.commit("chore: back", { "version.json": '{ "version": "0.1.0" }\n' }),
  ],
  [
    "changelog",
    "missing release date",
    (each) => void each.commit("docs: x", { "CHANGELOG.md": ENTRY().replace("2026-01-05", "Unreleased") }),
  ],
  [
    "task-markers",
    `src/x.ts:2 // ${TODO} ring twice`,
    (each) => void each.commit("fix: x", { "src/x.ts": `++ b/y\n// ${TODO} ring twice\n// ${TODO}(#7) ring\n` }),
  ],
  ["clean-tree", "stray.txt", (each) => each.write("stray.txt", "x")],
  ["branch", "feature/x", (each) => void each.git("checkout", "-q", "-b", "feature/x")],
  [
    "version",
    "0.2.0 does not come after the current release v0.3.0",
    (each) => {
      each.git("checkout", "-q", "main");
      each.tag("v0.3.0", "v0.3.0");
      each.commit("fix: bell");
    },
  ],
])("[R-21] %s is open when it does not hold, and says %j", (id, says, spoil) => {
  const repository = makeProduct();
  spoil(repository);
  const answer = check(repository, "--before-tag");
  const item = answer.items.find((each) => each.id === id);
  expect(answer.passed).toBe(false);
  expect(item).toMatchObject({ state: "open", evidence: expect.stringContaining(says) as string });
});

test("[G-04] a break has to be described in the entry, and only a break", () => {
  const repository = makeProduct();
  expect(check(repository, "--before-tag").items.map(({ id }) => id)).not.toContain("breaking-described");
  repository.commit("feat!: other bell", { "src/bell.ts": "buzz\n" });
  expect(openIds(check(repository, "--before-tag"))).toContain("breaking-described");
  repository.commit("docs: entry", { "CHANGELOG.md": ENTRY("\n#### Breaking Changes\n\n- the bell buzzes\n") });
  expect(openIds(check(repository, "--before-tag"))).not.toContain("breaking-described");
});

test("[G-03] a tag that is not the one of this release does not pass", () => {
  const repository = makeProduct();
  repository.git("tag", "v0.2.0");
  const item = check(repository).items.find(({ id }) => id === "tag");
  expect(item).toMatchObject({ state: "open", evidence: expect.stringContaining("no annotated tag") as string });
});

test("[G-18] of several components each answers for the task markers in its own folder", () => {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": "components: { api: { path: api }, web: { path: web } }\n" });
  repository.commit("feat: bell", { "api/bell.ts": `// ${TODO} ring\n`, "web/bell.ts": "ring\n" });
  const found = ["api", "web"].map((name) => {
    const { items } = slipwayJson<Checked>(repository.folder, ["check", `${name}@0.1.0`, "--before-tag"]);
    return items.find(({ id }) => id === "task-markers")!.evidence;
  });
  expect(found).toEqual([`api/bell.ts:1 // ${TODO} ring`, "none is open"]);
});

test("[G-08] evidence counts for the release that `release prepare` makes after it, also in a bare clone", () => {
  const repository = makeRepository();
  const config = "tests: { suites: { regression: { count: 6 } } }\nversioning: { files: [version.json] }\n";
  repository.commit("feat: start", { "slipway.yaml": config, "version.json": '{ "version": "0.1.0" }\n' });
  repository.tag("v0.1.0", "v0.1.0");
  repository.commit("feat: bell", { "src/bell.ts": "ring\n" });
  addEvidence(repository);
  expect(slipway(repository.folder, ["release", "prepare", "0.2.0"])).toMatchObject({ code: 0 });
  const bare = temporaryFolder();
  repository.git("clone", "-q", "--bare", repository.folder, bare);
  for (const folder of [repository.folder, bare]) {
    const { items } = slipwayJson<Checked>(folder, ["check", "0.2.0"]);
    const tests = items.find(({ id }) => id === "tests:regression");
    expect(tests).toMatchObject({ state: "met", evidence: expect.stringMatching(/^6\/6 /) as string });
  }
});
