import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the demo goes from changes to a tagged release, and says what it does", { timeout: 60_000 }, () => {
  const demo = join(import.meta.dirname, "../scripts/demo.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [demo], { encoding: "utf8" });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  for (const words of [
    "Door: 1.0.0 -> 1.1.0",
    "v1.1.0 made at",
    "CHANGELOG.md verification passed",
    "2 entries are as they were signed",
    "Done.",
  ]) {
    expect(stdout).toContain(words);
  }
});
