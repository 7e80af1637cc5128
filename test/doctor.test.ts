import { execFileSync } from "node:child_process";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

interface Report {
  readonly ok: number;
  readonly warnings: number;
  readonly problems: number;
  readonly findings: readonly { check: string; result: string; found: string; action?: string }[];
}

function report(folder: string): Report {
  return slipwayJson<Report>(folder, ["doctor"]);
}

/** The findings of one check as `result found`. */
function findings(folder: string, check: string): string[] {
  return report(folder)
    .findings.filter((finding) => finding.check === check)
    .map(({ result, found }) => `${result} ${found}`);
}

function healthy(files: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = makeRepository();
  repository.git("config", "user.name", "Ada Example");
  repository.git("config", "user.email", "ada@example.org");
  repository.commit("feat: start", { "slipway.yaml": "tag: v{version}\n", ...files });
  repository.tag("v1.0.0");
  return repository;
}

const ALL = [
  "git",
  "node",
  "repository",
  "history",
  "identity",
  "signing",
  "conventions",
  "leftovers",
  "ledger",
  "configuration",
  "tags",
  "releases",
  "components",
  "version files",
  "changelog",
  "tree",
];

test("a healthy repository: every check is ok, exit 0", () => {
  const { folder } = healthy({ "CHANGELOG.md": "# Changelog\n\n## [1.0.0] - 2026-01-05\n\n- start\n" });
  expect(report(folder)).toMatchObject({ ok: ALL.length, warnings: 0, problems: 0 });
  expect(report(folder).findings.map(({ check }) => check)).toEqual(ALL);
  const answer = slipway(folder, ["doctor"]);
  expect(answer).toMatchObject({ code: 0, stderr: "" });
  expect(answer.stdout).toMatch(/16 ok, 0 warnings, 0 problems\n$/);
});

test("a broken configuration is told with every line; checks without need of it still run", () => {
  const repository = healthy();
  repository.commit("feat: b", { "slipway.yaml": "tagg: a\nversioning: {zero: none}\n" });
  const { folder } = repository;
  expect(slipway(folder, ["doctor"]).code).toBe(1);
  expect(findings(folder, "configuration")).toEqual([
    expect.stringMatching(/^problem slipway\.yaml:2:\d+: `versioning\.zero` is "none"/),
    expect.stringMatching(/^problem slipway\.yaml:1:1: there is no setting `tagg`/),
  ]);
  expect(findings(folder, "tags")).toEqual(["warning could not be looked at"]);
  expect(findings(folder, "tree")).toEqual(["ok the working tree is clean"]);
  expect(new Set(report(folder).findings.map(({ check }) => check))).toEqual(new Set(ALL));
});

test("a folder that is no repository: the machine is checked, the rest says why not", () => {
  const folder = temporaryFolder();
  expect(slipway(folder, ["doctor"]).code).toBe(1);
  expect(findings(folder, "repository")).toEqual([`problem ${folder} is not inside a git repository`]);
  expect(findings(folder, "git")).toEqual([expect.stringMatching(/^ok git \d/)]);
});

test("a shallow clone is a problem", () => {
  const repository = healthy();
  repository.commit("fix: a");
  const clone = temporaryFolder();
  execFileSync("git", ["clone", "-q", "--depth", "1", `file://${repository.folder}`, clone], { stdio: "pipe" });
  expect(findings(clone, "history")).toEqual(["problem this is a shallow clone: part of the history is missing"]);
});

test("tags that do not match are counted, with examples", () => {
  const repository = healthy();
  for (const tag of ["nightly", "web-v2.0.0"]) repository.tag(tag);
  expect(findings(repository.folder, "tags")).toEqual([
    "warning 1 tags match, 2 do not (nightly, web-v2.0.0); 1 of them look like releases",
  ]);
  repository.commit("feat: b", { "slipway.yaml": "tag: release/{version}\n" });
  expect(findings(repository.folder, "tags")).toEqual(["problem 0 tags match, 3 do not (nightly, v1.0.0, web-v2.0.0)"]);
});

test("components without files are a problem, shared files a warning, a circle a problem of the configuration", () => {
  const components = "components:\n  a: {path: src}\n  b: {path: src/b}\n  c: {path: gone}\n";
  const repository = healthy({ "slipway.yaml": components, "src/b/x": "", "src/y": "" });
  expect(findings(repository.folder, "components")).toEqual([
    "problem component c has no file at HEAD",
    "warning a and b share files, for example src/b/x",
  ]);
  const circle = "components:\n  a: {path: src, dependsOn: [b]}\n  b: {path: lib, dependsOn: [a]}\n";
  repository.commit("feat: b", { "slipway.yaml": circle });
  expect(findings(repository.folder, "configuration")).toEqual([expect.stringContaining("circle: a -> b -> a")]);
});

test("version files: missing and unreadable ones are problems, a stale one is a warning", () => {
  const config = "tag: v{version}\nversioning: {files: [package.json, gone.json, b.json, c.json]}\n";
  const files = { "package.json": '{"version": "0.9.0"}', "b.json": "{}", "c.json": '{"version": "1.0.0"}' };
  const { folder } = healthy({ "slipway.yaml": config, ...files });
  expect(findings(folder, "version files")).toEqual([
    "warning package.json says 0.9.0, but the current release is 1.0.0",
    "problem gone.json does not exist at HEAD",
    expect.stringMatching(/^problem b\.json/),
    "ok c.json says 1.0.0",
  ]);
});

test("a changelog without the current release, or without its day, is a warning", () => {
  const repository = healthy({ "CHANGELOG.md": "# Changelog\n\n## [0.9.0] - 2026-01-01\n\n- a\n" });
  expect(findings(repository.folder, "changelog")).toEqual([
    "warning CHANGELOG.md has no entry of the current release 1.0.0",
  ]);
  repository.commit("docs: log", { "CHANGELOG.md": "# Changelog\n\n## [1.0.0]\n\n- a\n" });
  expect(findings(repository.folder, "changelog")).toEqual(["warning CHANGELOG.md: the entry of 1.0.0 has no date"]);
});

test("identity, signing, conventions, tree and leftovers", () => {
  const repository = makeRepository();
  const { folder } = repository;
  repository.commit("Start");
  repository.write("unfinished.txt", "");
  repository.git("config", "tag.gpgSign", "true");
  repository.git("config", "gpg.format", "ssh");
  const leftover = join(folder, ".git/slipway-1-0.tmp");
  writeFileSync(leftover, "");
  utimesSync(leftover, 0, 0);
  writeFileSync(join(folder, ".git/slipway-2-0.tmp"), "");
  expect(findings(folder, "identity")).toEqual(["warning user.name and user.email not set: tags cannot be made"]);
  expect(findings(folder, "signing")).toEqual([
    "problem tags are to be signed with ssh, but user.signingkey is not set",
  ]);
  expect(findings(folder, "conventions")).toEqual([
    'warning 0 of the last 1 commits follow Conventional Commits; for example "Start" does not',
  ]);
  expect(findings(folder, "tree")).toEqual(["warning 1 files differ from HEAD: unfinished.txt"]);
  expect(findings(folder, "leftovers")).toEqual(["warning 1 leftovers of killed runs: .git/slipway-1-0.tmp"]);
});

test("an empty repository and a bare one have no problem", () => {
  expect(slipway(makeRepository().folder, ["doctor"]).code).toBe(0);
  const bare = temporaryFolder();
  mkdirSync(join(bare, "r.git"));
  execFileSync("git", ["clone", "-q", "--bare", healthy().folder, join(bare, "r.git")]);
  expect(slipway(join(bare, "r.git"), ["doctor"]).code).toBe(0);
});
