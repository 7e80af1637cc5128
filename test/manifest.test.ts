import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Manifest } from "../src/domain/manifest/manifest.ts";
import { readManifest } from "../src/domain/manifest/read-manifest.ts";
import type { IndexedRelease } from "../src/domain/manifest/release-index.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const PATH = "releases/RELEASE-MANIFEST-1.1.0.md";
const JSON_PATH = "releases/RELEASE-MANIFEST-1.1.0.json";

function lock(versions: Readonly<Record<string, string>>): string {
  const packages = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]);
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(packages) });
}

/** A product one minor release ahead of its last tag, with an entry in the changelog of the working tree. */
function lift(config = "product: Lift\n"): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "slipway.yaml": config,
    "package-lock.json": lock({ gears: "1.0.0", rope: "2.0.0", bell: "3.0.0" }),
    "src/door.js": "open(process.env.FLOOR)\nclose()\n",
    ".env.example": "SPEED=1\n",
    "docs/old.md": "old\n",
    ".gitattributes": "*.dat -diff\n",
  });
  repository.tag("v1.0.0", "Release v1.0.0: Start");
  repository.git("rm", "-q", "docs/old.md");
  repository.commit("feat: voice\n\nEnv: DOOR_WORD the word to say\nRollback: unplug the microphone", {
    "package-lock.json": lock({ gears: "1.1.0", rope: "2.0.0", motor: "0.1.0" }),
    "src/door.js": "open(process.env.FLOOR, process.env['DOOR_WORD'])\nclose()\nlisten()\n",
    "src/logo.png": "\u0000binary",
    "test/door.test.js": "process.env.ONLY_IN_TESTS\n",
    "db/migrations/0001_words.sql": "create table words ();\n",
    ".env.example": "SPEED=2\n",
    "src/table.dat": "1\n2\n",
    "src/two\nlines.js": "1\n",
    "node_modules/x/index.js": "process.env.NOT_OURS\n",
  });
  repository.commit("fix: hinges");
  expect(slipway(repository.folder, ["changelog", "--write"], { SOURCE_DATE_EPOCH: "1769850000" }).code).toBe(0);
  return repository;
}

function write(repository: TestRepository, time: number, ...more: string[]): string {
  const answer = slipway(repository.folder, ["manifest", "1.1.0", "--write", ...more], {
    SOURCE_DATE_EPOCH: `${time}`,
  });
  expect(answer.stderr.replaceAll(/warning:.*\n/g, "")).toBe("");
  return answer.stdout;
}

test("[R-01, R-02, R-03, R-06, R-07, R-08] a manifest tells what changed since the last tag, in both forms alike", () => {
  const repository = lift();
  expect(write(repository, 1769850000)).toBe(`${PATH}: written\n${JSON_PATH}: written\n`);
  const { manifest, faults } = readManifest(repository.read(PATH));
  expect(faults).toEqual([]);
  expect(JSON.parse(repository.read(JSON_PATH))).toEqual({ ...manifest, manifestVersion: "1.0" });
  expect(manifest).toMatchObject({
    product: "Lift",
    version: "1.1.0",
    releaseDate: "2026-01-31",
    releaseType: "Minor",
    previousVersion: "1.0.0",
    changelog: "../CHANGELOG.md#110---2026-01-31",
    changes: { Added: [expect.stringContaining("voice")], Fixed: [expect.stringContaining("hinges")] },
    breakingChanges: [],
    migration: [],
    dependencies: [
      { name: "bell", from: null, to: null },
      { name: "gears", from: "1.0.0", to: "1.1.0" },
      { name: "motor", from: null, to: "0.1.0" },
    ],
    environment: [
      { name: "DOOR_WORD", state: "new", note: "the word to say" },
      { name: "SPEED", state: "changed", note: "its default was `1` and is `2`" },
    ],
    dataMigration: ["db/migrations/0001_words.sql"],
    generated: "2026-01-31T09:00:00Z",
  } satisfies Partial<Manifest> | object);
  expect(manifest.rollback.slice(0, 1)).toEqual(["unplug the microphone"]);
  expect(manifest.rollback.at(-1)).toBe("Deploy 1.0.0 again (tag `v1.0.0`)");
  const files = manifest.files["Source Code"];
  expect(files.find(({ path }) => path === "src/door.js")).toEqual({
    path: "src/door.js",
    lines: 3,
    added: 2,
    deleted: 1,
  });
  expect(files.find(({ path }) => path === "src/logo.png")).toMatchObject({ lines: null, added: null });
  expect(files.find(({ path }) => path === "src/table.dat")).toMatchObject({ lines: 2, added: 2 });
  expect(files.find(({ path }) => path === "src/two%0Alines.js")).toMatchObject({ lines: null, added: 1 });
  expect(manifest.files.Documentation.map(({ path, lines }) => [path, lines])).toEqual([
    ["CHANGELOG.md", repository.read("CHANGELOG.md").split("\n").length - 1],
    ["docs/old.md", 0],
  ]);
  expect(manifest.files.Tests.map(({ path }) => path)).toEqual(["test/door.test.js"]);
  const lines = manifest.checksums.map(({ sha256, path }) => `${sha256}  ${path}\n`).join("");
  execFileSync("sha256sum", ["--check", "--strict", "--quiet"], { cwd: repository.folder, input: lines });
  expect(manifest.checksums.length).toBeGreaterThan(5);
});

test("[R-01, R-07] the same bytes before the release commit, after it, from the tag, in a bare clone, at any later time", () => {
  const repository = lift();
  write(repository, 1769850000);
  const text = repository.read(PATH);
  expect(write(repository, 1769950000)).toContain("there already");
  repository.git("add", "CHANGELOG.md", "releases");
  repository.git("commit", "-qm", "chore: release v1.1.0");
  expect(write(repository, 1769960000)).toContain(`${PATH}: there already`);
  repository.tag("v1.1.0", "Release v1.1.0: Voice");
  repository.commit("feat: later", { "src/later.js": "process.env.LATER\n" });
  rmSync(join(repository.folder, "releases"), { recursive: true });
  expect(write(repository, 1769970000)).toContain("written");
  expect(repository.read(PATH)).toBe(text);
  const bare = join(temporaryFolder(), "bare.git");
  execFileSync("git", ["clone", "-q", "--bare", repository.folder, bare]);
  const shown = slipway(bare, ["manifest", "1.1.0"]);
  expect(shown).toMatchObject({ code: 0, stdout: text });
  expect(repository.git("status", "--porcelain")).toBe("");
});

test("[R-01] showing a manifest writes nothing, and the user's index stays as it is", () => {
  const repository = lift();
  repository.git("add", "CHANGELOG.md");
  const index = (): string => createHash("sha256").update(repository.git("ls-files", "--stage")).digest("hex");
  const before = [index(), repository.git("status", "--porcelain")];
  const { code, stdout } = slipway(repository.folder, ["manifest", "1.1.0"]);
  expect({ code, head: stdout.split("\n")[0] }).toEqual({ code: 0, head: "# Release Manifest" });
  expect([index(), repository.git("status", "--porcelain")]).toEqual(before);
  expect(existsSync(join(repository.folder, "releases"))).toBe(false);
});

test("[R-02, R-03] a first release lists every file and every dependency as new", () => {
  const repository = makeRepository();
  repository.commit("feat: start", { "a.js": "1\n2", "go.mod": "module m\n\nrequire example.org/a v1.0.0\n" });
  slipway(repository.folder, ["changelog", "--write"]);
  const manifest = slipwayJson<Manifest>(repository.folder, ["manifest", "0.1.0"]);
  expect(manifest).toMatchObject({
    previousVersion: null,
    dependencies: [{ name: "example.org/a", from: null, to: "v1.0.0" }],
  });
  expect(manifest.files["Source Code"][0]).toEqual({ path: "a.js", lines: 2, added: 2, deleted: 0 });
  expect(manifest.rollback).toHaveLength(1);
  expect(manifest.rollback[0]).toMatch(/^There is no earlier release/);
});

test("[R-01, R-02, R-03] a component has a manifest of its own, of its own files", () => {
  const repository = makeRepository();
  const config = "product: Shop\ncomponents:\n  api: { path: services/api }\n  web: { path: web }\n";
  repository.commit("feat: start", { "slipway.yaml": config, "services/api/a.py": "1\n", "web/w.js": "1\n" });
  repository.tag("api-v1.0.0");
  repository.commit("feat: orders", {
    "services/api/a.py": "1\n2\n",
    "services/api/requirements.txt": "flask==3.0\n",
    "web/w.js": "2\n",
    "web/package.json": '{"dependencies":{"left":"1"}}',
  });
  slipway(repository.folder, ["changelog", "--component", "api", "--write"]);
  const { stdout } = slipway(repository.folder, ["manifest", "api@1.1.0", "--write"]);
  expect(stdout).toContain("releases/RELEASE-MANIFEST-api-1.1.0.md: written");
  const { manifest } = readManifest(repository.read("releases/RELEASE-MANIFEST-api-1.1.0.md"));
  expect(manifest).toMatchObject({
    product: "Shop api",
    changelog: expect.stringContaining("../services/api/CHANGELOG.md#"),
    dependencies: [{ name: "flask", from: null, to: "3.0" }],
  });
  expect(
    Object.values(manifest.files)
      .flat()
      .map(({ path }) => path),
  ).toEqual(["services/api/a.py", "services/api/requirements.txt", "services/api/CHANGELOG.md"]);
  const check = slipway(repository.folder, ["manifest", "check", "releases/RELEASE-MANIFEST-api-1.1.0.md"]);
  expect(check.code).toBe(0);
});

test("[R-05] breaks ask for a migration, with the guide or the steps that are there", () => {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": "product: Lift\n" });
  repository.tag("v1.0.0");
  repository.commit("feat!: new lock\n\nMigration: change the keys\n\nBREAKING CHANGE: old keys do not fit", {
    "docs/migrations/2.0.0.md": "Change the keys.\n",
  });
  slipway(repository.folder, ["changelog", "--write"]);
  const manifest = slipwayJson<Manifest>(repository.folder, ["manifest", "2.0.0"]);
  expect(manifest.breakingChanges).toEqual([expect.stringContaining("old keys do not fit")]);
  expect(manifest.migration).toEqual(["[docs/migrations/2.0.0.md](../docs/migrations/2.0.0.md)", "change the keys"]);
});

test("[R-05] a break that the changelog keeps to itself is told from its commit", () => {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": "product: Lift\nchangelog: { source: hand }\n" });
  repository.tag("v1.0.0");
  const commit = repository.commit("feat!: new lock", {
    "CHANGELOG.md": "# Changelog\n\n## [2.0.0] - 2026-01-31\n\n### Added\n\n- A lock\n\n### Removed\n\n- The bell\n",
  });
  expect(slipwayJson<Manifest>(repository.folder, ["manifest", "2.0.0"])).toMatchObject({
    changes: { Added: ["A lock"], Changed: ["Removed: The bell"] },
    breakingChanges: [`new lock (${commit.slice(0, 8)})`],
    migration: ["[As the changelog describes](../CHANGELOG.md#200---2026-01-31)"],
  });
});

test("[R-09, R-10] a manifest filled in by hand is kept, told as JSON, and refused while something is open", () => {
  const repository = lift();
  const template = slipway(repository.folder, ["manifest", "template", "1.1.0"]).stdout;
  repository.write(PATH, template);
  const open = slipway(repository.folder, ["manifest", "1.1.0", "--write"]);
  expect(open.code).toBe(1);
  expect(open.stderr).toContain("written by hand");
  expect(existsSync(join(repository.folder, JSON_PATH))).toBe(false);
  const filled = slipway(repository.folder, ["manifest", "1.1.0"], {}).stdout;
  expect(filled).toBe("");
  rmSync(join(repository.folder, PATH));
  const generated = slipway(repository.folder, ["manifest", "1.1.0"]).stdout;
  const byHand = generated
    .replace(/\*\*Manifest Checksum:[^]*?```\n[^]*?/, "")
    .replace(/^.*RELEASE-MANIFEST.*\n```\n/m, "");
  const changed = byHand
    .replace("- Tests: not recorded", "- Regression: 6/6 passing")
    .replace("**Verified By:** not recorded", "**Verified By:** QA");
  repository.write(PATH, changed);
  expect(write(repository, 1769850000)).toContain(JSON_PATH);
  expect(repository.read(PATH)).toBe(changed);
  expect(JSON.parse(repository.read(JSON_PATH))).toMatchObject({
    verification: { suites: [{ label: "Regression", passed: 6, total: 6 }], by: "QA" },
  });
});

test("[R-01] a generated manifest that was edited afterwards is noticed", () => {
  const repository = lift();
  write(repository, 1769850000);
  repository.write(PATH, repository.read(PATH).replace("DOOR_WORD", "DOOR_WORT"));
  const { code, stdout } = slipway(repository.folder, ["manifest", "check", PATH]);
  expect(code).toBe(1);
  expect(stdout).toContain("Manifest Checksum does not fit");
  const changed = repository.read(PATH);
  const edited = slipway(repository.folder, ["manifest", "1.1.0", "--write"]);
  expect({ code: edited.code, text: repository.read(PATH) }).toEqual({ code: 4, text: changed });
  expect(edited.stderr).toContain("was generated and changed afterwards");
  repository.git("add", "CHANGELOG.md", "releases");
  repository.git("commit", "-qm", "chore: release v1.1.0");
  repository.tag("v1.1.0", "Release v1.1.0: Voice");
  rmSync(join(repository.folder, PATH));
  const again = slipway(repository.folder, ["manifest", "1.1.0", "--write"]);
  expect(again.code).toBe(4);
  expect(again.stderr).toContain(`${PATH} is part of the tagged release`);
});

test("[R-19, R-20] the index keeps every release, its marks, and what is gone", () => {
  const repository = lift();
  write(repository, 1769850000);
  repository.write("CHANGELOG.md", repository.read("CHANGELOG.md").replace(/^(## \[1\.1\.0\].*)$/m, "$1 [YANKED]"));
  repository.git("add", "-A", "CHANGELOG.md", "releases");
  repository.git("commit", "-qm", "chore: release v1.1.0");
  repository.tag("v1.1.0", "Release v1.1.0: Voice");
  repository.tag("v1.2.0-rc.1", "candidate");
  repository.commit("fix: x");
  repository.tag("v1.2.0", "Release v1.2.0: Lost");
  repository.tag("slipway/rejected/v1.2.0", "not good");
  repository.write("releases/lift-1.1.0.tar.gz", "bundle");
  const write2 = slipway(repository.folder, ["manifest", "index", "--write"]);
  expect(write2.stdout).toContain("releases/index.json: written");
  const read = () => (JSON.parse(repository.read("releases/index.json")) as { releases: IndexedRelease[] }).releases;
  expect(read().map(({ version, status, type }) => [version, status, type])).toEqual([
    ["1.2.0", "rejected", "minor"],
    ["1.2.0-rc.1", "pre-release", "pre-release"],
    ["1.1.0", "yanked", "Minor"],
    ["1.0.0", "released", "first"],
  ]);
  expect(read()[2]!.artifacts.map(({ path }) => path)).toEqual([PATH, JSON_PATH, "releases/lift-1.1.0.tar.gz"]);
  expect(repository.read("releases/index.md")).toContain("[lift-1.1.0.tar.gz](lift-1.1.0.tar.gz)");
  rmSync(join(repository.folder, "releases/lift-1.1.0.tar.gz"));
  repository.git("tag", "-d", "v1.2.0");
  slipway(repository.folder, ["manifest", "index", "--write"]);
  expect(read().find(({ version }) => version === "1.2.0")).toMatchObject({ status: "tag missing", title: "Lost" });
  expect(
    read()
      .find(({ version }) => version === "1.1.0")!
      .artifacts.at(-1),
  ).toEqual({
    path: "releases/lift-1.1.0.tar.gz",
    present: false,
  });
  expect(slipway(repository.folder, ["manifest", "index", "--write"]).stdout).toContain("there already");
});

test("[R-04, G-09] tests and failures of the commit stand in the manifest, also when it is made from the tag", () => {
  const suites = "tests: { suites: { unit: { label: Unit Tests, required: true } } }\n";
  const repository = lift(`product: Lift\n${suites}`);
  const add = (report: string): void => {
    repository.write("r.tap", report);
    const answer = slipway(repository.folder, ["evidence", "add", "r.tap", "--suite", "unit", "--by", "QA"]);
    expect(answer).toMatchObject({ code: 0 });
    rmSync(join(repository.folder, "r.tap"));
  };
  repository.git("add", "CHANGELOG.md");
  repository.git("commit", "-qm", "docs: changelog");
  add("1..2\nok 1 - opens\nnot ok 2 - closes\n");
  add("1..2\nok 1 - opens\nok 2 - closes\n");
  write(repository, 1769850000);
  const text = repository.read(PATH);
  expect(text).toContain("- Unit Tests: 2/2 passing\n- Security Scan: not recorded\n");
  expect(text).toContain("**Failed Tests:**\n\n- closes\n");
  expect(text).toContain("**Verified By:** QA");
  expect(readManifest(text).manifest.verification.failures).toMatchObject([{ name: "closes", resolution: null }]);
  repository.git("add", "releases");
  repository.git("commit", "-qm", "chore: release v1.1.0");
  repository.tag("v1.1.0", "Release v1.1.0: Voice");
  expect(write(repository, 1769970000)).toContain("there already");
  expect(repository.read(PATH)).toBe(text);
});

test("[U-11] releases of before the process are outside its scope, later ones without a manifest are not", () => {
  const repository = lift("product: Lift\nappliesFrom: 1.1.0\n");
  write(repository, 1769850000);
  repository.git("add", "-A", "CHANGELOG.md", "releases");
  repository.git("commit", "-qm", "chore: release v1.1.0");
  repository.tag("v1.1.0", "Release v1.1.0: Voice");
  const good = slipway(repository.folder, ["manifest", "check"]);
  expect(good).toMatchObject({
    code: 0,
    stdout: `complete  v1.1.0: ${PATH}\noutside scope  v1.0.0: releases/RELEASE-MANIFEST-1.0.0.md\n`,
  });
  repository.commit("fix: x");
  repository.tag("v1.1.1", "Release v1.1.1: x");
  const bad = slipway(repository.folder, ["manifest", "check"]);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toContain("missing  v1.1.1");
  expect(slipway(repository.folder, ["manifest", "index"]).stdout).toContain("| released, outside scope |");
});

test("[D-03] a new setting without a changed document fails, until one is changed", () => {
  const repository = lift();
  const open = slipway(repository.folder, ["manifest", "docs", "1.1.0"]);
  expect(open.code).toBe(1);
  expect(open.stdout).toContain("open  configuration documents: none was changed");
  expect(slipway(repository.folder, ["manifest", "1.1.0"]).stderr).toContain("changes no configuration document");
  repository.commit("docs: words", { "docs/configuration.md": "DOOR_WORD\n" });
  expect(slipway(repository.folder, ["manifest", "docs", "1.1.0"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("met   configuration documents: docs/configuration.md"),
  });
});
