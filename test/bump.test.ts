import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const PACKAGE = '{\r\n\t"name": "orders",\r\n\t"version": "1.0.0"\r\n}\r\n';
const PYPROJECT = '[project]\nversion = "1.0.0" # see docs\n';
const MAIN = 'export const VERSION = "1.0.0";\n';
const CONFIG = `product: orders
versioning:
  files:
    - package.json
    - pyproject.toml
    - { path: src/main.ts, pattern: 'VERSION = "{version}"' }
`;

function product(config = CONFIG): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "package.json": PACKAGE,
    "pyproject.toml": PYPROJECT,
    "src/main.ts": MAIN,
    "slipway.yaml": config,
  });
  repository.tag("v1.0.0");
  repository.commit("feat: reports");
  return repository;
}

test("[V-13] bump writes the planned version into every file and keeps every other byte", () => {
  const repository = product();
  const answer = slipway(repository.folder, ["bump"]);
  expect(answer).toMatchObject({ code: 0, stderr: "" });
  expect(answer.stdout).toBe(
    "package.json: 1.0.0 -> 1.1.0\npyproject.toml: 1.0.0 -> 1.1.0\nsrc/main.ts: 1.0.0 -> 1.1.0\n",
  );
  expect(repository.read("package.json")).toBe(PACKAGE.replace("1.0.0", "1.1.0"));
  expect(repository.read("pyproject.toml")).toBe(PYPROJECT.replace("1.0.0", "1.1.0"));
  expect(repository.read("src/main.ts")).toBe(MAIN.replace("1.0.0", "1.1.0"));
  expect(repository.git("log", "-1", "--format=%s")).toBe("feat: reports");
});

test("[V-14] bump --commit commits the version files alone, with the configured message", () => {
  const repository = product(`${CONFIG}messages: { bump: "build: {product} {version}" }\n`);
  repository.write("releases/notes.txt", "draft");
  expect(slipway(repository.folder, ["bump", "1.1.0", "--commit"]).code).toBe(0);
  expect(repository.git("log", "-1", "--format=%B")).toBe("build: orders 1.1.0");
  expect(repository.git("show", "--format=", "--name-only").split("\n")).toEqual([
    "package.json",
    "pyproject.toml",
    "src/main.ts",
  ]);
  expect(repository.git("status", "--porcelain")).toBe("?? releases/");
});

test("[V-14] without a configured message the commits say what they are", () => {
  const repository = product();
  slipway(repository.folder, ["bump", "1.1.0", "--commit"]);
  expect(repository.git("log", "-1", "--format=%B")).toBe("chore: bump version to 1.1.0");
  repository.write("CHANGELOG.md", "## [1.2.0] - 2026-01-05\n");
  repository.write("releases/RELEASE-MANIFEST-1.2.0.md", "# Release Manifest\n");
  expect(slipway(repository.folder, ["bump", "1.2.0", "--release"]).code).toBe(0);
  expect(repository.git("log", "-1", "--format=%B")).toBe("chore: release v1.2.0");
  expect(repository.git("show", "--format=", "--name-only")).toContain("releases/RELEASE-MANIFEST-1.2.0.md");
  expect(repository.git("status", "--porcelain")).toBe("");
});

test("[V-13] a bump that was killed between writing and committing is finished by running it again", () => {
  const repository = product();
  repository.write("package.json", PACKAGE.replace("1.0.0", "1.1.0")); // as far as the first run came
  const second = slipway(repository.folder, ["bump", "1.1.0", "--commit"]);
  expect(second.stdout).toContain("package.json: 1.1.0 already\npyproject.toml: 1.0.0 -> 1.1.0\n");
  const commits = repository.git("rev-list", "--count", "HEAD");
  const third = slipway(repository.folder, ["bump", "1.1.0", "--commit"]);
  expect(third.code).toBe(0);
  expect(third.stdout).toMatch(/committed before: [0-9a-f]{8} chore: bump version to 1\.1\.0\n$/);
  expect(repository.git("rev-list", "--count", "HEAD")).toBe(commits);
});

test("[V-13] bump --dry-run tells the same and changes nothing", () => {
  const repository = product();
  const dry = slipwayJson<{ files: unknown; commit: unknown }>(repository.folder, ["bump", "--commit", "--dry-run"]);
  expect(repository.git("status", "--porcelain")).toBe("");
  const real = slipwayJson<{ files: unknown }>(repository.folder, ["bump", "--commit"]);
  expect(dry.files).toEqual(real.files);
  expect(dry.commit).toEqual({ hash: null, message: "chore: bump version to 1.1.0", made: true });
});

test("[V-13] bump refuses to write beside unfinished work", () => {
  const repository = product();
  repository.write("src/other.ts", "half");
  const answer = slipway(repository.folder, ["bump"]);
  expect(answer.code).toBe(4);
  expect(answer.stderr).toContain("src/other.ts");
  expect(repository.read("package.json")).toBe(PACKAGE);
});

test("[V-13] every fault of every version file is told at once, and nothing is written", () => {
  const repository = product(
    'versioning: { files: [package.json, gone.json, { path: src/main.ts, pattern: "NUMBER={version}" }] }\n',
  );
  const answer = slipway(repository.folder, ["bump"]);
  expect(answer.code).toBe(2);
  expect(answer.stderr).toContain("gone.json does not exist");
  expect(answer.stderr).toContain("src/main.ts (pattern): the version is not in it");
  expect(repository.read("package.json")).toBe(PACKAGE);
});

test("[V-13] a file that is not UTF-8 is refused instead of being damaged", () => {
  const repository = product("versioning: { files: [setup.py] }\n");
  writeFileSync(join(repository.folder, "setup.py"), Buffer.from('# caf\xe9\nsetup(version="1.0.0")\n', "latin1"));
  repository.git("add", "setup.py");
  repository.commit("build: packaging");
  const answer = slipway(repository.folder, ["bump"]);
  expect(answer.code).toBe(2);
  expect(answer.stderr).toContain("setup.py has bytes that are no UTF-8");
  expect(repository.git("status", "--porcelain")).toBe("");
});

test("[V-13] one component of several is bumped with its own files", () => {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "api/package.json": '{"version": "0.0.0"}',
    "web/package.json": '{"version": "0.0.0"}',
    "slipway.yaml":
      "components:\n  api: { path: api, files: [api/package.json] }\n  web: { path: web, files: [web/package.json] }\n",
  });
  expect(slipway(repository.folder, ["bump", "1.0.0"]).code).toBe(2);
  expect(slipway(repository.folder, ["bump", "api@0.1.0", "--commit"]).code).toBe(0);
  expect(repository.git("log", "-1", "--format=%s")).toBe("chore(api): bump version to 0.1.0");
  expect(repository.read("api/package.json")).toBe('{"version": "0.1.0"}');
  expect(repository.read("web/package.json")).toBe('{"version": "0.0.0"}');
});

test("[V-14] a hook that refuses the commit is told with its own words, and a second run finishes", () => {
  const repository = product();
  repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'freeze until Monday' >&2\nexit 1\n");
  repository.git("config", "core.hooksPath", ".git/hooks");
  chmodSync(join(repository.folder, ".git/hooks/pre-commit"), 0o755);
  const answer = slipway(repository.folder, ["bump", "--commit"]);
  expect(answer.code).toBe(4);
  expect(answer.stderr).toContain("freeze until Monday");
  repository.git("config", "core.hooksPath", "/dev/null");
  expect(slipway(repository.folder, ["bump", "--commit"]).stdout).toContain("committed");
  expect(repository.git("status", "--porcelain")).toBe("");
});

test("[V-14] without an identity nothing is committed under a guessed one", () => {
  const repository = product();
  const nobody = Object.fromEntries(
    ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"].map((name) => [
      name,
      undefined,
    ]),
  );
  const answer = slipway(repository.folder, ["bump", "--commit"], nobody);
  expect(answer.code).toBe(2);
  expect(answer.stderr).toContain("git config user.name");
  expect(repository.git("log", "-1", "--format=%s")).toBe("feat: reports");
});
