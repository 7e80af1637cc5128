import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository, temporaryFolder } from "./support/repository.ts";

const root = join(import.meta.dirname, "..");

test("the published package works in an empty folder, without any dependency", { timeout: 120_000 }, () => {
  const folder = temporaryFolder();
  const npm = (args: readonly string[], cwd: string): string =>
    execFileSync("npm", [...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const packed = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root)) as unknown;
  const [{ filename, files }] = Object.values(packed as object) as [{ filename: string; files: { path: string }[] }];
  expect(files.map(({ path }) => path).filter((path) => /^(?:src|test|scripts|bench)\//.test(path))).toEqual([]);
  writeFileSync(join(folder, "package.json"), "{}\n");
  npm(["install", "--offline", "--no-audit", "--no-fund", join(folder, filename)], folder);
  expect(existsSync(join(folder, "node_modules/yaml"))).toBe(false);
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": "extends: qms\nproduct: Door\n" });
  const program = join(folder, "node_modules/.bin/slipway");
  const next = execFileSync(program, ["next"], { cwd: repository.folder, encoding: "utf8" });
  expect(next).toBe("0.1.0\n");
});
