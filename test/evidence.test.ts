import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

interface Item {
  readonly id: string;
  readonly state: string;
  readonly required: boolean;
  readonly evidence: string;
}

interface Checked {
  readonly passed: boolean;
  readonly items: readonly Item[];
  readonly verification: { readonly suites: readonly unknown[]; readonly failures: readonly unknown[] };
}

const SIX = "Tests Passed: 6/6\nTests Failed: 0/6\n";
const FIVE = "Tests Passed: 5/6\nTests Failed: 1/6\nFAIL: shuts\n";

/** A product of one released version and a change, with these settings. */
function makeProduct(config: string): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": `product: Door\n${config}`, ".gitignore": "*.out\n" });
  repository.tag("v0.1.0", "v0.1.0");
  repository.commit("feat: bell", { "src/bell.ts": "ring\n" });
  return repository;
}

/** A report outside of the repository. */
function report(text: string): string {
  const file = join(temporaryFolder(), "report.txt");
  writeFileSync(file, text);
  return file;
}

function add({ folder }: TestRepository, text: string, ...flags: string[]) {
  return slipway(folder, ["evidence", "add", report(text), "--by", "QA", ...flags]);
}

function checked({ folder }: TestRepository, version = "0.2.0"): Checked {
  return slipwayJson<Checked>(folder, ["check", version, "--before-tag"]);
}

function item(repository: TestRepository, id: string): Item | undefined {
  return checked(repository).items.find((each) => each.id === id);
}

const REGRESSION = "tests: { suites: { regression: { count: 6 } } }\n";

test("[G-08] a report counts for its commit, and no longer when the code goes on", () => {
  const repository = makeProduct(REGRESSION);
  expect(item(repository, "tests:regression")).toMatchObject({ state: "open", required: true });
  expect(add(repository, SIX, "--suite", "regression")).toMatchObject({ code: 0 });
  expect(item(repository, "tests:regression")).toMatchObject({ state: "met" });
  repository.commit("fix: bell", { "src/bell.ts": "ring, ring\n" });
  expect(item(repository, "tests:regression")).toMatchObject({
    state: "open",
    evidence: "no run at this commit is recorded",
  });
});

test("[G-08] it still counts after a commit of what a release itself writes, and of nothing else", () => {
  const repository = makeProduct(`${REGRESSION}versioning: { files: [package.json] }\n`);
  const manifest = (version: string, more = "") => `{\n  "name": "door",\n  "version": "${version}"${more}\n}\n`;
  repository.commit("chore: package", { "package.json": manifest("0.1.0") });
  add(repository, SIX, "--suite", "regression");
  repository.git("add", "releases");
  repository.commit("chore: release", { "CHANGELOG.md": "# Changelog\n", "package.json": manifest("0.2.0") });
  expect(item(repository, "tests:regression")).toMatchObject({ state: "met" });
  repository.commit("chore: release", {
    "package.json": manifest("0.2.0", ',\n  "dependencies": { "bell": "1.0.0" }'),
  });
  expect(item(repository, "tests:regression")).toMatchObject({ state: "open" });
});

test("[G-08] what is kept are the bytes of the report, with commit, environment, tool, time and digest", () => {
  const repository = makeProduct("");
  const head = repository.git("rev-parse", "HEAD");
  const crlf = SIX.replaceAll("\n", "\r\n");
  const environment = { SOURCE_DATE_EPOCH: "1767600000" };
  const args = ["evidence", "add", report(crlf), "--suite", "unit", "--by", "QA", "--environment", "staging", "--json"];
  const answer = JSON.parse(slipway(repository.folder, args, environment).stdout) as {
    record: { file: { sha256: string } };
  };
  expect(answer).toMatchObject({
    state: "added",
    record: {
      kind: "tests",
      suite: "unit",
      commit: head,
      environment: "staging",
      time: "2026-01-05T08:00:00Z",
      by: "QA",
      passed: 6,
      total: 6,
    },
  });
  repository.git("config", "core.autocrlf", "true");
  repository.git("add", "releases");
  repository.commit("chore: evidence");
  const { sha256 } = answer.record.file;
  expect(repository.git("cat-file", "-s", `HEAD:releases/evidence/${sha256}`)).toBe(String(crlf.length));
  expect(repository.read(`releases/evidence/${sha256}`)).toBe(crlf);
});

test("[G-08] the same report is recorded once for a commit and suite, and beside that for others", () => {
  const repository = makeProduct("");
  expect(add(repository, SIX, "--suite", "unit").stdout).toContain("added");
  const files = () => readdirSync(join(repository.folder, "releases/evidence"));
  const before = files();
  expect(add(repository, SIX, "--suite", "unit").stdout).toContain("there already");
  expect(add(repository, SIX, "--suite", "system").stdout).toContain("added");
  repository.commit("fix: bell", { "src/bell.ts": "ring, ring\n" });
  expect(add(repository, SIX, "--suite", "unit").stdout).toContain("added");
  expect(files()).toEqual(before);
  const { evidence } = slipwayJson<{ evidence: { counts: boolean }[] }>(repository.folder, ["evidence", "list"]);
  expect(evidence.map(({ counts }) => counts)).toEqual([true, false, false]);
});

test("[G-08] a run that repeats an earlier result after a failure is the latest one", () => {
  const repository = makeProduct(REGRESSION);
  for (const text of [SIX, FIVE]) add(repository, text, "--suite", "regression");
  expect(item(repository, "tests:regression")).toMatchObject({ state: "open" });
  expect(add(repository, SIX, "--suite", "regression").stdout).toContain("added");
  expect(item(repository, "tests:regression")).toMatchObject({ state: "met" });
});

test("[G-08] a report or a record that was changed afterwards is found and named", () => {
  const repository = makeProduct(REGRESSION);
  add(repository, FIVE, "--suite", "regression");
  const folder = "releases/evidence";
  const name = readdirSync(join(repository.folder, folder)).find((each) => /^[0-9a-f]{64}$/.test(each))!;
  const record = repository.read(`${folder}/${name}.json`);
  repository.write(
    `${folder}/${name}.json`,
    record.replace('"passed": 5', '"passed": 6').replace('"failed": 1', '"failed": 0'),
  );
  expect(item(repository, "evidence")).toMatchObject({
    state: "open",
    evidence: expect.stringContaining(`${name}.json`) as string,
  });
  expect(slipway(repository.folder, ["evidence", "list"])).toMatchObject({ code: 1 });
  repository.write(`${folder}/${name}.json`, record);
  repository.write(`${folder}/${name}`, SIX);
  expect(item(repository, "evidence")).toMatchObject({
    state: "open",
    evidence: expect.stringContaining("another digest") as string,
  });
  expect(add(repository, FIVE, "--suite", "regression").stdout).toContain("there already");
  expect(item(repository, "evidence")).toMatchObject({ state: "met" });
});

test("[G-25] a configured suite is run, shown while it runs, and kept", () => {
  const repository = makeProduct(
    "tests: { suites: { regression: { command: \"printf 'Tests Passed: 6/6'\", count: 6 } } }\n",
  );
  const answer = slipway(repository.folder, ["evidence", "run", "regression", "--by", "QA"]);
  expect(answer).toMatchObject({ code: 0, stderr: "Tests Passed: 6/6" });
  expect(item(repository, "tests:regression")).toMatchObject({ state: "met" });
});

test("[G-25] a suite that misses its declared count is kept, and does not satisfy", () => {
  const repository = makeProduct("tests: { suites: { regression: { command: echo 5/5, count: 6 } } }\n");
  const answer = slipway(repository.folder, ["evidence", "run", "regression", "--by", "QA"]);
  expect(answer).toMatchObject({ code: 1, stdout: expect.stringContaining("5 of the 6 declared tests ran") as string });
  expect(item(repository, "tests:regression")).toMatchObject({ state: "open" });
});

test.each([
  ["that is late", "sleep 20; echo 6/6", "", "was ended after 0.3 s"],
  ["whose code says otherwise", "echo 6/6; exit 3", "", "ended with code 3"],
  ["that changes files", "echo 6/6; echo x > stray", "", "stray"],
  [
    "that does not write its report",
    "echo 6/6",
    ", report: old.out",
    "did not write old.out: the file there is of an earlier run",
  ],
])("[G-25] nothing is kept of a run %s", (_, command, more, says) => {
  const config = `tests: { suites: { regression: { command: "${command}", timeout: 300ms${more} } } }\n`;
  const repository = makeProduct(config);
  repository.write("old.out", SIX);
  const answer = slipway(repository.folder, ["evidence", "run", "regression", "--by", "QA"]);
  expect([1, 4]).toContain(answer.code);
  expect(answer.stderr).toContain(says);
  expect(repository.git("status", "--porcelain", "releases")).toBe("");
});

test("[G-25] a suite may write its report into a file, also an unignored one", () => {
  const repository = makeProduct(
    "tests: { suites: { regression: { command: \"printf '1..2\\\\nok 1\\\\nok 2\\\\n' > result.tap\", report: result.tap, format: tap } } }\n",
  );
  for (const state of ["added", "there already"]) {
    const answer = slipway(repository.folder, ["evidence", "run", "regression", "--by", "QA"]);
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining(state) as string });
  }
});

test("[G-25] commands of a suite are taken from the product's own settings alone", () => {
  const repository = makeProduct("extends: base.yaml\n");
  repository.commit("chore: base", { "base.yaml": "tests: { suites: { unit: { command: 'true' } } }\n" });
  const answer = slipway(repository.folder, ["evidence", "run", "unit"]);
  expect(answer).toMatchObject({ code: 4, stderr: expect.stringContaining("tests.suites.unit.command") as string });
});

test("[G-09] what was done about a failed test is written down once, by somebody, and shown", () => {
  const repository = makeProduct(REGRESSION);
  add(repository, FIVE, "--suite", "regression");
  repository.commit("fix: shut", { "src/shut.ts": "shut\n" });
  add(repository, SIX, "--suite", "regression");
  expect(item(repository, "failed-tests")).toMatchObject({ state: "open", required: false });
  const args = ["evidence", "resolve", "shuts", "--reason", "fixed in src/shut.ts", "--by", "QA"];
  const environment = { SOURCE_DATE_EPOCH: "1767600000" };
  expect(slipway(repository.folder, args, environment)).toMatchObject({ code: 0 });
  expect(checked(repository).verification.failures).toEqual([
    { name: "shuts", message: "", resolution: "fixed in src/shut.ts (QA, 2026-01-05)" },
  ]);
  expect(item(repository, "failed-tests")).toMatchObject({ state: "met" });
  expect(slipway(repository.folder, args)).toMatchObject({ code: 2 });
  for (const text of [FIVE, SIX]) add(repository, text, "--suite", "regression");
  expect(checked(repository).verification.failures).toMatchObject([{ name: "shuts", resolution: null }]);
  const { evidence } = slipwayJson<{ evidence: readonly { record: unknown }[] }>(repository.folder, [
    "evidence",
    "list",
  ]);
  expect(JSON.stringify(evidence)).toContain("fixed in src/shut.ts");
});

const AUDIT = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      bell: { via: [{ source: 7, name: "bell", title: "Rings for ever", severity, range: "<2.0.0" }] },
    },
    metadata: { vulnerabilities: { [severity]: 1, total: 1 } },
  });

test("[G-29] a scan passes, advises or fails, and advice is carried to the next release until it is settled", () => {
  const repository = makeProduct("scan: { required: true, carried: block }\n");
  expect(item(repository, "security-scan")).toMatchObject({ state: "open" });
  add(repository, AUDIT("low"));
  expect(item(repository, "security-scan")).toMatchObject({
    state: "met",
    evidence: expect.stringMatching(/^ADVISORY.*7 \(low/) as string,
  });
  repository.commit("docs: 0.2.0", { "CHANGELOG.md": "# Changelog\n" });
  repository.tag("v0.2.0", "v0.2.0");
  repository.commit("fix: bell", { "src/bell.ts": "ring, ring\n" });
  add(repository, AUDIT("low"));
  const [carried] = checked(repository, "0.2.1").items.filter(({ id }) => id === "security-scan");
  expect(carried).toMatchObject({
    state: "open",
    evidence: "ADVISORY; open since an earlier release: 7 (low, bell@<2.0.0)",
  });
  slipway(repository.folder, ["evidence", "resolve", "7", "--reason", "not reachable", "--by", "QA"]);
  const [settled] = checked(repository, "0.2.1").items.filter(({ id }) => id === "security-scan");
  expect(settled).toMatchObject({ state: "met", evidence: "PASS" });
  add(repository, AUDIT("critical"));
  const [failed] = checked(repository, "0.2.1").items.filter(({ id }) => id === "security-scan");
  expect(failed).toMatchObject({ state: "open", evidence: expect.stringMatching(/^FAIL/) as string });
});

test("[G-08] unfinished work has no commit that a report could be of; the report itself may lie there", () => {
  const repository = makeProduct("");
  repository.write("result.txt", SIX);
  expect(slipway(repository.folder, ["evidence", "add", "result.txt", "--suite", "unit", "--by", "QA"])).toMatchObject({
    code: 0,
  });
  repository.write("src/bell.ts", "changed");
  const answer = slipway(repository.folder, ["evidence", "add", "result.txt", "--suite", "system", "--by", "QA"]);
  expect(answer).toMatchObject({ code: 4, stderr: expect.stringContaining("src/bell.ts") as string });
});
