import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../src/config/parse.ts";
import type { ConfigDocument } from "../src/contract/config.ts";
import type { Plan } from "../src/domain/plan/plan.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

function written(repository: TestRepository): ConfigDocument {
  const parsed = parseConfig(repository.read("slipway.yaml"), "slipway.yaml");
  if (!parsed.ok) throw new Error(parsed.error[0].found);
  return parsed.value;
}

function nextVersions(repository: TestRepository): (string | null)[] {
  const { components } = slipwayJson<{ components: Plan[] }>(repository.folder, ["plan", "--all"]);
  return components.map(({ next }) => next);
}

const pack = (name: string, version: string, more: object = {}): string => JSON.stringify({ name, version, ...more });

describe("init writes a configuration that plan works with", () => {
  test("for a single package: its tags, version file and changelog, and it tells what it found", () => {
    const repository = makeRepository();
    repository.commit("feat: start", {
      "package.json": pack("doors", "1.4.0"),
      "CHANGELOG.md": "# Changelog\n\n## [1.4.0] - 2026-01-05\n\n### Features\n\n- doors\n",
      "src/index.js": "",
    });
    repository.tag("v1.4.0");
    repository.commit("fix: hinge");
    const answer = slipway(repository.folder, ["init"]);
    expect(answer).toMatchObject({ code: 0, stderr: "" });
    expect(answer.stdout).toContain("tags: v{version} (1)\n  current: 1.4.0\n");
    expect(answer.stdout).toMatch(/next: slipway plan\n$/);
    expect(written(repository)).toMatchObject({
      tag: "v{version}",
      versioning: { preset: "conventional", files: ["package.json"] },
      changelog: { path: "CHANGELOG.md", style: "conventional" },
    });
    expect(nextVersions(repository)).toEqual(["1.4.1"]);
  });

  test("for a monorepo: components from tags and workspaces, with folders, files, changelogs and dependencies", () => {
    const repository = makeRepository();
    repository.commit("feat: start", {
      "package.json": pack("root", "0.0.0", { workspaces: ["packages/*"] }),
      "packages/core/package.json": pack("@acme/core", "1.0.0"),
      "packages/core/CHANGELOG.md": "# Changelog\n",
      "packages/api/package.json": pack("@acme/api", "2.0.0", { dependencies: { "@acme/core": "^1.0.0", other: "1" } }),
      "packages/web/package.json": pack("@acme/web", "3.0.1"),
      "packages/web/src/a.js": "1",
    });
    for (const tag of ["@acme/core@1.0.0", "@acme/api@2.0.0", "@acme/web@3.0.0"]) repository.tag(tag);
    repository.commit("feat: core", { "packages/core/a.js": "1" });
    const answer = slipway(repository.folder, ["init"]);
    expect(answer.stdout).toContain("note: packages/web/package.json says 3.0.1, not 3.0.0: left out");
    expect(answer.stdout).toMatch(/next: slipway plan --all\n$/);
    expect(written(repository).components).toEqual({
      "@acme/core": {
        path: "packages/core",
        tag: "@acme/core@{version}",
        changelog: "packages/core/CHANGELOG.md",
        files: ["packages/core/package.json"],
      },
      "@acme/api": {
        path: "packages/api",
        tag: "@acme/api@{version}",
        dependsOn: ["@acme/core"],
        files: ["packages/api/package.json"],
      },
      "@acme/web": { path: "packages/web", tag: "@acme/web@{version}" },
    });
    expect(nextVersions(repository)).toEqual(["2.0.1", "1.1.0", null]);
  });

  test("a package that was renamed is one component with both patterns; tags of nothing are told", () => {
    const repository = makeRepository();
    const files = { "package.json": pack("root", "0.0.0", { workspaces: { packages: ["./packages/*"] } }) };
    repository.commit("feat: start", {
      ...files,
      "packages/api/package.json": pack("@acme/api", "2.0.0"),
      "packages/web/package.json": pack("@acme/web", "1.0.0"),
    });
    for (const tag of ["api@1.0.0", "@acme/api@1.5.0", "@acme/api@2.0.0", "@acme/web@1.0.0", "gone-v1.0.0"])
      repository.tag(tag);
    const { document, remarks } = slipwayJson<{ document: ConfigDocument; remarks: string[] }>(repository.folder, [
      "init",
      "--dry-run",
    ]);
    expect(document.components).toMatchObject({ "@acme/api": { tag: ["@acme/api@{version}", "api@{version}"] } });
    expect(Object.keys(document.components ?? {})).toEqual(["@acme/api", "@acme/web"]);
    expect(remarks).toEqual(["1 tags like gone-v{version} belong to nothing here"]);
  });

  test("for a Python project: pyproject.toml and the package that state the version", () => {
    const repository = makeRepository();
    repository.commit("feat: start", {
      "pyproject.toml": '[project]\nname = "doors"\nversion = "0.3.0"\n',
      "src/doors/__init__.py": '__version__ = "0.3.0"\n',
      "tests/__init__.py": "",
    });
    repository.tag("0.3.0");
    repository.commit("fix: hinge");
    expect(slipway(repository.folder, ["init"]).code).toBe(0);
    expect(written(repository)).toMatchObject({
      tag: "{version}",
      versioning: { files: ["pyproject.toml", "src/doors/__init__.py"] },
    });
    expect(nextVersions(repository)).toEqual(["0.3.1"]);
  });

  test("without tags: packages of different versions are components, those of one version are not", () => {
    const repository = makeRepository();
    const cargo = (name: string, version: string): string => `[package]\nname = "${name}"\nversion = "${version}"\n`;
    repository.commit("feat: start", {
      "Cargo.toml": '[workspace]\nmembers = [\n  "crates/*",\n]\n',
      "crates/lock/Cargo.toml": cargo("lock", "0.1.0"),
      "crates/door/Cargo.toml": `${cargo("door", "0.1.0")}\n[dependencies]\nlock = { path = "../lock" }\n`,
    });
    expect(
      slipwayJson<{ document: ConfigDocument }>(repository.folder, ["init", "--dry-run"]).document,
    ).not.toHaveProperty("components");
    repository.commit("feat: door", {
      "crates/door/Cargo.toml": `${cargo("door", "0.2.0")}\n[dependencies]\nlock = "0.1"\n`,
    });
    expect(slipway(repository.folder, ["init"]).code).toBe(0);
    expect(written(repository).components).toEqual({
      door: { path: "crates/door", tag: "door@{version}", dependsOn: ["lock"], files: ["crates/door/Cargo.toml"] },
      lock: { path: "crates/lock", tag: "lock@{version}", files: ["crates/lock/Cargo.toml"] },
    });
    expect(nextVersions(repository)).toEqual(["0.1.0", "0.1.0"]);
  });

  test("for a repository without a commit", () => {
    const repository = makeRepository();
    expect(slipway(repository.folder, ["init"]).code).toBe(0);
    expect(written(repository)).toMatchObject({ versioning: { preset: "conventional" } });
  });

  test("a channel whose branch exists is configured", () => {
    const repository = makeRepository();
    repository.commit("feat: start");
    repository.tag("v1.0.0");
    repository.tag("v1.1.0-beta.1");
    repository.tag("v1.1.0-rc.1");
    repository.git("branch", "beta");
    expect(slipway(repository.folder, ["init"]).stdout).toContain("pre-release channels in tags: beta, rc");
    expect(written(repository).channels).toEqual({ beta: { branch: "beta" } });
  });
});

describe("init", () => {
  test("keeps what is there: exit 4 unless --force; --dry-run prints and writes nothing", () => {
    const repository = makeRepository();
    repository.commit("feat: start", { "slipway.yaml": "product: Mine\n", "sub/a": "" });
    const refused = slipway(repository.folder, ["init"]);
    expect(refused).toMatchObject({ code: 4, stdout: "" });
    expect(refused.stderr).toContain("slipway.yaml exists already");
    const dry = slipway(repository.folder, ["init", "--dry-run", "--repo", "sub"]);
    expect(dry.stdout).toMatch(/^# How this product is released/);
    expect(repository.read("slipway.yaml")).toBe("product: Mine\n");
    expect(slipway(repository.folder, ["init", "--force", "--repo", "sub"]).code).toBe(0);
    expect(repository.read("slipway.yaml")).toBe(dry.stdout);
  });

  test("is refused in a bare repository", () => {
    const bare = temporaryFolder();
    execFileSync("git", ["init", "-q", "--bare", bare]);
    expect(slipway(bare, ["init"])).toMatchObject({ code: 4, stdout: "" });
  });
});
