import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { artifactPaths, evidenceFiles, makeArtifacts, PRODUCT_FILES, releasedProduct } from "./support/released.ts";
import { gitEnvironment, makeRepository, temporaryFolder } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const PROGRAM = join(import.meta.dirname, "../dist/slipway.cjs");
const paths = artifactPaths();

function unpack(folder: string, bundle = paths.bundle): string {
  const target = temporaryFolder();
  execFileSync("tar", ["-xzf", join(folder, bundle), "-C", target]);
  return target;
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .flatMap((entry) => (entry.isDirectory() ? [] : [join(entry.parentPath, entry.name).slice(folder.length + 1)]))
    .toSorted();
}

const digest = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("bundle", () => {
  test("[R-12] [R-13] it holds source, guides, changelog, manifest, dependency list and test results, and tar reads it", () => {
    const { folder } = releasedProduct();
    expect(slipway(folder, ["bundle", "1.0.0"])).toMatchObject({ code: 0, stderr: "" });
    const target = unpack(folder);
    expect(readdirSync(target)).toEqual(["north-wind-1.0.0"]);
    const root = join(target, "north-wind-1.0.0");
    const source = Object.keys(PRODUCT_FILES).map((path) => `src/${path}`);
    const beside = [
      "CHANGELOG.md",
      "INSTALL.md",
      "OPERATIONS.md",
      "RUNBOOK.md",
      "RELEASE-MANIFEST-1.0.0.json",
      "RELEASE-MANIFEST-1.0.0.md",
      "requirements.txt",
    ];
    const results = [`test-results/${"1".repeat(64)}`, `test-results/${"1".repeat(64)}.json`];
    expect(filesBelow(root)).toEqual([...source, ...beside, ...results].toSorted());
    for (const [path, text] of Object.entries(PRODUCT_FILES))
      expect(readFileSync(join(root, "src", path), "utf8")).toBe(text);
    expect(readFileSync(join(root, "OPERATIONS.md"), "utf8")).toBe("Watch the door.\n");
  });

  test("[R-12] time zone, locale, umask, line-end settings and the checkout change no byte of any artifact", () => {
    const first = releasedProduct();
    makeArtifacts(first, "1.0.0", { TZ: "Pacific/Kiritimati", LC_ALL: "C" });
    const second = join(temporaryFolder(), "elsewhere");
    cpSync(join(first.folder, ".git"), join(second, ".git"), { recursive: true });
    const git = (...args: string[]) => execFileSync("git", args, { cwd: second, env: gitEnvironment() });
    git("config", "core.autocrlf", "true");
    git("reset", "-q", "--hard");
    const environment = { ...gitEnvironment(), TZ: "America/St_Johns", LC_ALL: "C.UTF-8", LANG: "de_DE.UTF-8" };
    for (const command of ["bundle", "checksums", "sbom", "provenance"])
      execFileSync("sh", ["-c", 'umask 077; exec "$@"', "sh", process.execPath, PROGRAM, command, "1.0.0"], {
        cwd: second,
        env: environment,
      });
    for (const path of [paths.bundle, paths.checksums, paths.sbom, paths.provenance])
      expect({ path, sha256: digest(join(second, path)) }).toEqual({ path, sha256: digest(join(first.folder, path)) });
  });

  test("[R-12] names of any length and alphabet, empty files, programs and links survive", () => {
    const repository = makeRepository();
    const long = `${"d".repeat(120)}/${"e".repeat(120)}`;
    const names = [
      `${long}/${"f".repeat(99)}`,
      `src/${"g".repeat(200)}.txt`,
      "日本語/ファイル.txt",
      "back\\slash",
      "quote'\"",
      "src/empty",
    ];
    for (const name of names) repository.write(name, name === "src/empty" ? "" : `${name}\n`);
    symlinkSync(`${"x".repeat(150)}/nowhere`, join(repository.folder, "far"));
    symlinkSync("src/empty", join(repository.folder, "near"));
    repository.write("run.sh", "#!/bin/sh\n");
    execFileSync("chmod", ["755", join(repository.folder, "run.sh")]);
    repository.git("add", "-A");
    repository.commit("feat: names", { "slipway.yaml": "product: N\n" });
    repository.tag("v0.1.0", "Release");
    expect(slipway(repository.folder, ["bundle", "0.1.0"]).code).toBe(0);
    const root = join(unpack(repository.folder, "releases/n-0.1.0.tar.gz"), "n-0.1.0/src");
    expect(
      execFileSync("git", [
        "--no-pager",
        "diff",
        "--no-index",
        "--stat",
        "--",
        root,
        extracted(repository.folder),
      ]).toString(),
    ).toBe("");
    expect(statSync(join(root, "run.sh")).mode & 0o777).toBe(0o755);
    expect(slipwayJson(repository.folder, ["verify", "releases/n-0.1.0.tar.gz"])).toMatchObject({ ok: true });
  });

  test("[R-12] made again, it is left alone, and a damaged one is replaced", () => {
    const repository = releasedProduct();
    const made = slipwayJson<{ sha256: string }>(repository.folder, ["bundle", "1.0.0"]);
    expect(slipwayJson(repository.folder, ["bundle", "1.0.0"])).toMatchObject({ changed: false, sha256: made.sha256 });
    repository.write(paths.bundle, "damaged");
    expect(slipwayJson(repository.folder, ["bundle", "1.0.0"])).toMatchObject({ changed: true, sha256: made.sha256 });
    expect(digest(join(repository.folder, paths.bundle))).toBe(made.sha256);
  });

  test("[R-13] evidence of another tree does not count as test results of the release", () => {
    const repository = releasedProduct();
    const old = repository.git("rev-list", "--max-parents=0", "HEAD");
    repository.commit("feat: a window", { "src/window.py": "pass\n", ...evidenceFiles("2".repeat(64), old) });
    repository.tag("v1.1.0", "Release v1.1.0: A window");
    const { stderr } = slipway(repository.folder, ["bundle", "1.1.0"]);
    expect(stderr).toContain("the bundle has no test results");
    const listing = execFileSync("tar", ["-tzf", join(repository.folder, artifactPaths("1.1.0").bundle)]).toString();
    expect(listing).not.toContain("test-results");
  });

  test("[R-12] a component has a bundle of its own files", () => {
    const repository = makeRepository();
    const config = "product: Suite\ncomponents: { api: { path: api }, web: { path: web } }\n";
    repository.commit("feat: both", {
      "slipway.yaml": config,
      "api/main.go": "package main\n",
      "api/go.mod": "module api\n",
      "api/CHANGELOG.md": "# Changelog\n",
      "web/index.js": "1\n",
      "INSTALL.md": "One for all\n",
    });
    repository.tag("api-v0.2.0", "Release api v0.2.0");
    expect(slipway(repository.folder, ["bundle", "api@0.2.0"]).code).toBe(0);
    const root = join(unpack(repository.folder, "releases/suite-api-0.2.0.tar.gz"), "suite-api-0.2.0");
    const wanted = [
      "CHANGELOG.md",
      "INSTALL.md",
      "go.mod",
      "src/api/CHANGELOG.md",
      "src/api/go.mod",
      "src/api/main.go",
    ];
    expect(filesBelow(root)).toEqual(wanted);
  });
});

/** The working tree without what git and releases keep there. */
function extracted(folder: string): string {
  const target = join(temporaryFolder(), "tree");
  mkdirSync(target);
  const archive = execFileSync("git", ["archive", "HEAD"], { cwd: folder, env: gitEnvironment() });
  execFileSync("tar", ["-x", "-C", target], { input: archive });
  return target;
}

describe("checksums", () => {
  const check = (folder: string, file: string) =>
    execFileSync("sha256sum", ["-c", "--strict", file], { cwd: folder }).toString();

  test("[R-14] sha256sum accepts them; the manifest stands last", () => {
    const repository = releasedProduct("1.2.0", {
      "slipway.yaml": "product: North Wind\nartifacts: { source: [src/**] }\n",
    });
    expect(slipway(repository.folder, ["checksums", "1.2.0"]).code).toBe(0);
    const file = artifactPaths("1.2.0").checksums;
    expect(check(repository.folder, file).trim().split("\n")).toEqual([
      "src/a folder/grün.txt: OK",
      "src/door.py: OK",
      "src/empty.py: OK",
      "releases/RELEASE-MANIFEST-1.2.0.md: OK",
    ]);
    repository.write("src/door.py", "print('shut')\n");
    expect(() => check(repository.folder, file)).toThrow(/1 computed checksum did NOT match/);
  });

  test("[R-14] at 1.0.0 they cover every released file and the bundle", () => {
    const repository = releasedProduct();
    slipway(repository.folder, ["bundle", "1.0.0"]);
    expect(slipway(repository.folder, ["checksums", "1.0.0"])).toMatchObject({ code: 0, stderr: "" });
    const covered = repository
      .read(paths.checksums)
      .trim()
      .split("\n")
      .map((line) => line.slice(66));
    const tracked = repository.git("-c", "core.quotePath=off", "ls-files").split("\n");
    expect(covered.toSorted()).toEqual([...tracked, paths.bundle].toSorted());
    expect(covered.slice(-2)).toEqual([paths.bundle, paths.manifest]);
    expect(check(repository.folder, paths.checksums).match(/: OK$/gm)).toHaveLength(covered.length);
  });

  test("[R-14] names with backslashes and line breaks are escaped as sha256sum reads them", () => {
    const repository = makeRepository();
    repository.commit("feat: names", { "back\\slash": "1\n", "line\nbreak": "2\n" });
    repository.tag("v0.1.0", "Release");
    const { path } = slipwayJson<{ path: string }>(repository.folder, ["checksums", "0.1.0"]);
    expect(check(repository.folder, path).match(/: OK$/gm)).toHaveLength(2);
  });
});

describe("milestones", () => {
  test("[R-15] an ordinary release may lack guides, a milestone is refused with everything that is missing", () => {
    const repository = makeRepository();
    repository.commit("feat: start", {
      "slipway.yaml": "product: Bare\nartifacts: { milestones: 1.0.0 }\n",
      "CHANGELOG.md": "# Changelog\n",
    });
    repository.tag("v0.9.0", "Release");
    repository.tag("v1.0.0", "Release");
    const ordinary = slipway(repository.folder, ["bundle", "0.9.0"]);
    expect(ordinary.code).toBe(0);
    expect(ordinary.stderr.match(/the bundle has no/g)).toHaveLength(6);
    const milestone = slipway(repository.folder, ["bundle", "1.0.0"]);
    expect(milestone.code).toBe(1);
    for (const part of [
      "RELEASE-MANIFEST-1.0.0.md",
      "INSTALL.md",
      "OPERATIONS.md",
      "RUNBOOK.md",
      "dependency list",
      "test results",
    ])
      expect(milestone.stderr).toContain(`has no ${part} for the bundle`);
  });

  test("[R-15] what has to be there follows from the settings at the tag", () => {
    const config = "product: North Wind\nartifacts: { milestones: '*.5.0' }\n";
    const repository = releasedProduct("1.4.0", { "slipway.yaml": config });
    repository.tag("v1.5.0", "Release v1.5.0");
    const results = (version: string) =>
      slipwayJson<{ checks: { check: string; result: string }[] }>(repository.folder, ["verify", version])
        .checks.filter(({ check }) => check === "bundle" || check === "checksums")
        .map(({ result }) => result);
    expect(results("1.4.0")).toEqual(["absent", "absent"]);
    expect(results("1.5.0")).toEqual(["fails", "fails"]);
    repository.write("slipway.yaml", "product: North Wind\nartifacts: { bundle: always, checksums: always }\n"); // what holds now does not change what held then
    expect(results("1.4.0")).toEqual(["absent", "absent"]);
  });
});
