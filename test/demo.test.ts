import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test(
  "[Z-01, R-11, U-01] the demo goes from changes to a release that proves itself, and says what it does",
  { timeout: 180_000 },
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
      "review rejected by developer@example.org as developer",
      "until  2026-01-20T00:00:00Z",
      "nothing was amiss in production for 24h (simulated)",
      "v1.1.0          feature       released, closed",
      "Done.",
    ]) {
      expect(stdout).toContain(words);
    }
    expect(stdout).toMatch(/quality +approved \(reopened\) +qa-lead@example\.org/);
    expect(stdout).toMatch(/molecules: \d+ entries are as they were signed/);
  },
);
