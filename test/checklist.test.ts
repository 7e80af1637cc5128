import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository, temporaryFolder } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

const ENTRY = "# Changelog\n\n## [0.2.0] - 2026-01-05\n\n### Bell\n\n**Objective:** Ring.\n\n#### Added\n\n- bell\n";

/** A team of one that releases by the preset qms; its first step is the checklist E1. */
function startRelease() {
  const repository = makeRepository();
  repository.git("config", "user.email", "ada@example.org");
  repository.git("config", "user.name", "Ada Example");
  repository.commit("feat: start", { "slipway.yaml": "extends: qms\nproduct: Door\nseparation: solo\n" });
  repository.tag("v0.1.0", "v0.1.0");
  repository.commit("feat: bell", { "bell.txt": "ring\n" });
  const run = (...args: string[]): string => {
    const { stdout, stderr } = slipway(repository.folder, args);
    return stdout + stderr;
  };
  for (const role of ["admin", "release-manager", "developer"]) run("access", "grant", "ada@example.org", role);
  run("process", "approve", "--reason", "first");
  run("release", "start", "0.2.0", "--type", "phase");
  run("run");
  return {
    run,
    commit: (path: string, text: string) => void repository.commit("docs: x", { [path]: text }),
  };
}

test("[G-01, G-02, G-03] the checklist of qms is answered by checks and people, and ends when both say yes", () => {
  const { run, commit } = startRelease();
  const waits = "preparation has 8 of 10 settled; open: E1.7, E1.9";
  expect(run("submit", "v0.2.0", "--tick", "E1.1,E1.3,E1.6,E1.8")).toContain(
    "deliverables answered by ada@example.org",
  );
  expect(run("submit", "v0.2.0")).toContain(waits);
  expect(run("submit", "v0.2.0", "--tick", "E1.9")).toContain("says: CHANGELOG.md missing entry for version 0.2.0");
  expect(run("submit", "v0.2.0", "--untick", "E1.1")).toContain("E1.1 is taken back without a reason");
  const report = join(temporaryFolder(), "tests.txt");
  writeFileSync(report, "Tests Passed: 6/6\nTests Failed: 0/6\n");
  run("evidence", "add", report, "--suite", "regression", "--by", "QA");
  commit("CHANGELOG.md", ENTRY);
  expect(run("submit", "v0.2.0")).toContain("objectives waits for release-manager or qa");
  const log = run("audit", "log");
  expect(log).toMatch(/Slipway <slipway> +engine +answer E1\.9 .* false -> true/);
  expect(log).toMatch(/Ada Example <ada@example\.org> +developer +answer E1\.1 .* - -> true/);
});
