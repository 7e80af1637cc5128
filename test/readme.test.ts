import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitEnvironment, temporaryFolder } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

const ROOT = join(import.meta.dirname, "..");

test("the release by a written process in the README works as printed, in ten commands", { timeout: 120_000 }, () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [, commands = ""] = /^## A release by a written process$.*?```sh\n(.*?)```/ms.exec(readme) ?? [];
  expect(commands.match(/^slipway /gm)).toHaveLength(10);
  const folder = temporaryFolder();
  const program = `set -e\nslipway() { "${process.execPath}" "${ROOT}/dist/slipway.cjs" "$@"; }\n${commands}`;
  const { status, stderr } = spawnSync("bash", ["-c", program], {
    cwd: folder,
    encoding: "utf8",
    env: gitEnvironment(),
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const door = join(folder, "door");
  expect(slipway(door, ["release", "list"]).stdout).toMatch(/^v0\.1\.0 +minor +released\b/);
  expect(slipway(door, ["release", "show", "v0.1.0"]).stdout).toContain("serves (simulated) in production");
});
