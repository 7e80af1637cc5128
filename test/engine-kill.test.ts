import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { gitEnvironment, makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { PROGRAM, slipway, slipwayJson } from "./support/slipway.ts";
import { repeated } from "./support/thorough.ts";

/** Commands say in a file that they ran: each of them has to have done so once. */
const settings = (runs: string) => `
product: Platform
separation: solo
types: { minor: { bump: [minor], trigger: feature-completion, workflow: release, requires: [staged] } }
environments:
  staging: { tier: staging, target: { simulated: { delay: 300ms } } }
  production: { tier: production, target: simulated }
workflows:
  release:
    phases:
      - phase: all
        steps:
          - branch: { uses: cut-branch, with: { pattern: "release/{version}", from: main } }
          - changelog: { uses: changelog }
          - commit: { uses: commit }
          - tests: { uses: run, with: { command: "echo tests >> ${runs}; sleep 0.2" } }
          - both:
              together:
                - one: { uses: run, with: { command: "echo one >> ${runs}; sleep 0.1" } }
                - two: { uses: run, with: { command: "echo two >> ${runs}; sleep 0.4" } }
          - merge: { uses: merge, with: { into: main } }
          - tag: { uses: tag }
          - stage: { uses: deploy, with: { environment: staging } }
          - ship: { uses: deploy, with: { environment: production } }
          - tell: { uses: notify, with: { template: release } }
  rollback:
    trigger: [{ on: manual }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;

function begin(runs: string): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: begin", { "slipway.yaml": settings(runs), "CHANGELOG.md": "# Changelog\n" });
  repository.tag("v1.0.0", "Release v1.0.0");
  repository.commit("feat: reports", { "reports.txt": "1" });
  const acts = [
    ["access", "grant", "ada@example.org", "admin"],
    ["access", "grant", "ada@example.org", "release-manager"],
    ["process", "approve"],
    ["release", "start", "--type", "minor"],
  ];
  for (const act of acts) expect(slipway(repository.folder, act)).toMatchObject({ code: 0 });
  return repository;
}

async function killedRun(folder: string, afterMs: number): Promise<void> {
  const options = { cwd: folder, env: gitEnvironment(), stdio: "ignore" } as const;
  const child = spawn(process.execPath, [PROGRAM, "run", "v1.1.0"], options);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await Promise.race([sleep(afterMs), ended]);
  child.kill("SIGKILL");
  await ended;
}

interface Shown {
  readonly status: string;
  readonly runs: readonly { readonly visits: readonly { step: string; attempt: number; outcome: string | null }[] }[];
}

test("an engine that is killed again and again does everything once", { timeout: 300_000 }, async () => {
  const runs = join(temporaryFolder(), "runs.txt");
  const { folder, git, read } = begin(runs);
  for (let turn = 0; turn < repeated(25, 8); turn++) await killedRun(folder, 150 + ((turn * 137) % 900));
  expect(slipway(folder, ["run", "v1.1.0", "--wait", "10s"])).toMatchObject({ code: 0 });
  const { status, runs: walks } = slipwayJson<Shown>(folder, ["release", "show", "v1.1.0"]);
  expect(status).toBe("released");
  const steps = walks.flatMap(({ visits }) =>
    visits.map(({ step, attempt, outcome }) => `${step}#${attempt} ${outcome}`),
  );
  expect(steps).toEqual([
    "branch#1 done",
    "changelog#1 done",
    "commit#1 done",
    "tests#1 passed",
    "one#1 passed",
    "two#1 passed",
    "merge#1 merged",
    "tag#1 done",
    "stage#1 verified",
    "ship#1 verified",
    "tell#1 sent",
  ]);
  expect(readFileSync(runs, "utf8").trim().split("\n").toSorted()).toEqual(["one", "tests", "two"]);
  expect(git("tag").split("\n")).toEqual(["v1.0.0", "v1.1.0"]);
  expect(git("log", "--format=%s", "--first-parent", "main")).toBe(
    "Merge branch 'release/1.1.0' into main\nfeat: reports\nfeat: begin",
  );
  expect(read("CHANGELOG.md").match(/1\.1\.0/g)).toHaveLength(1);
  expect(git("status", "--porcelain")).toBe("");
});
