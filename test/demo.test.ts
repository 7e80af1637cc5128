import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test(
  "[Z-01, R-11, U-01] the demo goes from changes to a release that proves itself, and says what it does",
  { timeout: 60_000 },
  () => {
    const demo = join(import.meta.dirname, "../scripts/demo.ts");
    const { status, stdout, stderr } = spawnSync(process.execPath, [demo], { encoding: "utf8" });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    for (const words of [
      "Door: 1.0.0 -> 1.1.0",
      "v1.1.0 made at",
      "CHANGELOG.md verification passed",
      "release-prepared, 6 digests",
      "0.6.1 holds: 8 checks",
      "0.6.1 does not hold: releases/dashboard-0.6.1.tar.gz",
      "5 entries are as they were signed",
      "Done.",
    ]) {
      expect(stdout).toContain(words);
    }
  },
);
