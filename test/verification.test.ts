import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collectVerification } from "../src/app/evidence/collect-verification.ts";
import { compose } from "../src/compose.ts";
import { parseVersion } from "../src/domain/version/version.ts";
import { isSlipwayError, unwrap } from "../src/kernel/problem.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

/** A release whose evidence was committed with it. */
function makeRelease(): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "slipway.yaml": "tests: { suites: { regression: { label: Phase 6 Regression Tests, count: 6 } } }\n",
  });
  repository.tag("v0.1.0", "v0.1.0");
  repository.commit("feat: bell", { "src/bell.ts": "ring\n" });
  const report = join(temporaryFolder(), "tests.txt");
  writeFileSync(report, "Tests Passed: 6/6\nTests Failed: 0/6\n");
  const args = ["evidence", "add", report, "--suite", "regression", "--by", "QA"];
  slipway(repository.folder, args, { SOURCE_DATE_EPOCH: "1767600000" });
  repository.git("add", "releases");
  repository.commit("chore: release", { "CHANGELOG.md": "# Changelog\n" });
  repository.tag("v0.2.0", "v0.2.0");
  return repository;
}

async function verificationOf({ folder, git }: TestRepository, revision: string | undefined) {
  const services = compose({ folder });
  const question = {
    commit: git("rev-parse", "v0.2.0^{commit}"),
    since: git("rev-parse", "v0.1.0^{commit}"),
    version: unwrap(parseVersion("0.2.0")),
    revision,
  };
  return collectVerification({ ...services, ...(await services.evidence()) }, await services.product(), question);
}

const EXPECTED = {
  suites: [{ label: "Phase 6 Regression Tests", passed: 6, total: 6 }],
  scan: null,
  date: "2026-01-05",
  by: "QA",
  failures: [],
};

test("[R-04] [G-08] what a manifest says comes from the working tree, and later in the same words from the tag", async () => {
  const repository = makeRelease();
  expect(await verificationOf(repository, undefined)).toEqual(EXPECTED);
  repository.git("rm", "-q", "-r", "releases");
  repository.commit("chore: tidy");
  expect(await verificationOf(repository, "v0.2.0")).toEqual(EXPECTED);
});

test("[R-04] [G-08] nothing is said from evidence that was altered", async () => {
  const repository = makeRelease();
  const [report] = repository
    .git("ls-files", "releases/evidence")
    .split("\n")
    .filter((path) => /[0-9a-f]{64}$/.test(path));
  repository.write(report!, "Tests Passed: 60/60\n");
  const refusal = await verificationOf(repository, undefined).catch((error: unknown) => error);
  expect(isSlipwayError(refusal) && refusal.problems).toMatchObject([{ code: "evidence-altered" }]);
  expect(await verificationOf(repository, "v0.2.0")).toEqual(EXPECTED);
});
