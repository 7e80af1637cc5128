import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Performer, Told } from "../src/app/engine-ports.ts";
import { RUN } from "../src/app/kinds/run/run.ts";
import { jobOf, kindTools, type JobAbout } from "./support/job.ts";
import { makeRepository, temporaryFolder } from "./support/repository.ts";

function made(files: Readonly<Record<string, string>> = {}) {
  const repository = makeRepository();
  const commit = repository.commit("feat: begin", { "slipway.yaml": "product: Example\n", ...files });
  const tools = kindTools(repository.folder);
  return { repository, commit, tools, run: RUN.open(tools) };
}

const suites = (...lines: string[]): Record<string, string> => ({
  "slipway.yaml": `tests:\n  suites:\n${lines.map((line) => `    ${line}\n`).join("")}`,
});

async function told(run: Performer, settings: Record<string, unknown>, about?: JobAbout): Promise<Told> {
  return (await run.perform(jobOf("run", settings, about))) as Told;
}

test("a command is run at the top of the repository, told what it is about, and its output is kept", async () => {
  const { run, tools, repository, commit } = made();
  const command = 'echo "$SLIPWAY_RELEASE $SLIPWAY_VERSION $SLIPWAY_COMMIT $SLIPWAY_ENVIRONMENT $SLIPWAY_EFFECT"; pwd';
  const job = jobOf("run", { command, environment: "staging" });
  const answer = (await run.perform(job)) as Told;
  expect(answer).toMatchObject({ outcome: "passed", says: "run ended with code 0" });
  const lines = [`v1.2.0 1.2.0 ${commit} staging release/v1.2.0/7`, repository.folder];
  expect(job.lines).toEqual(lines);
  const [facts] = (answer.facts as { runs: [{ log: string; exit: number }] }).runs;
  expect(facts).toMatchObject({ exit: 0, commit, name: "run" });
  expect(tools.blobs.get(facts.log)?.toString()).toBe(`${lines.join("\n")}\n`);
});

test("a command that fails, and one that takes too long, fail the step and say why", async () => {
  const { run } = made();
  expect(await told(run, { command: "exit 7" }, { effect: "e/1" })).toMatchObject({
    outcome: "failed",
    says: "run ended with code 7",
  });
  expect(await told(run, { command: "sleep 60", timeout: "300ms" }, { effect: "e/2" })).toMatchObject({
    outcome: "failed",
    says: "run was ended after 0.3 s",
  });
});

test("[G-05] fewer tests than declared fail the step, and the count is told", async () => {
  const { run } = made(suites("regression: { command: 'echo Tests Passed: 5/5', count: 6 }"));
  const answer = await told(run, { template: "regression", expected: 6 });
  expect(answer.outcome).toBe("failed");
  expect(answer.says).toBe("regression: 5 of the 6 declared tests ran");
  expect(answer.facts).toMatchObject({ runs: [{ passed: 5, total: 5, exit: 0 }] });
});

test("[G-05, G-25] a whole suite passes the step and is evidence of the commit", async () => {
  const { run, commit, repository } = made(
    suites("regression: { command: 'echo Tests Passed: 6/6; echo Tests Failed: 0/6' }"),
  );
  const answer = await told(run, { template: "regression", expected: 6 });
  expect(answer).toMatchObject({ outcome: "passed", says: "regression: 6 of 6 passed" });
  const [{ report }] = (answer.facts as { runs: [{ report: string }] }).runs;
  const record = JSON.parse(readFileSync(join(repository.folder, `releases/evidence/${report}.json`), "utf8"));
  expect(record).toMatchObject({ suite: "regression", commit, passed: 6, total: 6, by: "Slipway" });
});

test("[G-25] counts that contradict themselves, or the code of the command, fail the step and prove nothing", async () => {
  const { run, repository } = made(
    suites(
      "sums: { command: 'echo Tests Passed: 6/6; echo Tests Failed: 1/6' }",
      "green: { command: 'echo 11/11 security tests passed; exit 1' }",
    ),
  );
  const sums = await told(run, { suite: "sums" }, { effect: "e/1" });
  expect(sums).toMatchObject({ outcome: "failed" });
  expect(sums.says).toContain("contradicts itself");
  const green = await told(run, { suite: "green" }, { effect: "e/2" });
  expect(green.says).toContain("reports no failure, but its command ended with code 1");
  expect(existsSync(join(repository.folder, "releases/evidence"))).toBe(false);
});

test("without a suite named, all that the release needs are run, and what runs elsewhere needs its evidence", async () => {
  const { run, repository } = made(
    suites(
      "one: { command: 'echo 3/3 tests passed' }",
      "later: { command: 'echo 1/2 tests passed', required: 2.0.0 }",
      "never: { command: 'exit 1', required: false }",
      "ci: { count: 2 }",
    ),
  );
  const first = await told(run, {}, { effect: "e/1" });
  expect(first.outcome).toBe("failed");
  expect(first.says).toContain("slipway evidence add FILE --suite ci");
  repository.write("report.txt", "2/2 tests passed\n");
  repository.git("config", "user.name", "Ada Example");
  const { addEvidence } = await import("../src/app/evidence/add-evidence.ts");
  const { services } = kindTools(repository.folder);
  await addEvidence({ ...services, ...(await services.evidence()) }, await services.product(), {
    file: join(repository.folder, "report.txt"),
    suite: "ci",
    format: undefined,
    commit: undefined,
    environment: "ci",
    by: undefined,
  });
  repository.git("clean", "-qf", "report.txt");
  const second = await told(run, {}, { effect: "e/2" });
  expect(second).toMatchObject({ outcome: "passed", says: "one: 3 of 3 passed; ci: 2 of 2 passed" });
});

test("a report file of an earlier run does not count", async () => {
  const { run } = made({
    ...suites("unit: { command: ./unit.sh, report: out.tap, format: tap }"),
    "unit.sh": "",
    "out.tap": "1..1\nok 1 - old\n",
  });
  const answer = await told(run, { command: "true", report: "out.tap", format: "tap", suite: "unit" });
  expect(answer).toMatchObject({ outcome: "failed" });
  expect(answer.says).toContain("did not write out.tap");
});

test("a tree with changes that are not committed proves nothing about a commit", async () => {
  const { run, repository } = made(suites("unit: { command: 'echo 1/1 tests passed' }"));
  repository.write("stray.txt", "x");
  const answer = await told(run, { suite: "unit" });
  expect(answer).toMatchObject({ outcome: "failed" });
  expect(answer.says).toContain("stray.txt");
});

test.each([
  [{}, "configure `tests.suites`, or set `with.command` of step restart"],
  [{ operation: "start" }, "nothing says how to start the product; set `with.command` of step restart"],
  [{ template: "rollback-drill" }, "nothing says how to do rollback-drill"],
  [{ suite: "unot" }, 'there is no test suite "unot"'],
])("a step that says too little fails with what to configure: %j", async (settings, says) => {
  const { run } = made();
  const answer = await told(run, settings, { name: "restart" });
  expect(answer.outcome).toBe("failed");
  expect(answer.says).toContain(says);
});

test("settings that the kind does not know stop the step", async () => {
  const { run } = made();
  await expect(told(run, { comand: "true" })).rejects.toThrow(/comand/);
});

test("what was started is observed: pending while it runs, then its outcome, and it ran once", async () => {
  const { run, tools } = made();
  const folder = temporaryFolder();
  const job = jobOf("run", {
    command: `echo x >> ${folder}/count; for i in $(seq 600); do [ -e ${folder}/go ] && exit 5; sleep 0.1; done`,
  });
  expect(await run.observe(job)).toBe("repeat");
  const performing = run.perform(job);
  while (!existsSync(join(folder, "count"))) await sleep(10);
  const other = RUN.open(kindTools((await tools.services.repository.state()).root!));
  expect(await other.observe(job)).toMatchObject({ pendingUntil: job.now() + 1000 });
  writeFileSync(join(folder, "go"), "");
  expect(await performing).toMatchObject({ outcome: "failed", says: "run ended with code 5" });
  expect(await other.observe(job)).toMatchObject({ outcome: "failed", says: "run ended with code 5" });
  expect(await other.perform(job)).toMatchObject({ outcome: "failed" });
  expect(readFileSync(join(folder, "count"), "utf8")).toBe("x\n");
});

test("a run that was called off may be repeated, or asks a person where the step says so", async () => {
  const { run } = made();
  for (const [repeat, answer] of [
    [true, "repeat"],
    [false, "unknown"],
  ] as const) {
    const stop = new AbortController();
    const about = { effect: `e/${answer}`, signal: stop.signal };
    setTimeout(() => stop.abort(), 300);
    await expect(run.perform(jobOf("run", { command: "sleep 60", repeat }, about))).rejects.toThrow("broke off");
    expect(await run.observe(jobOf("run", { command: "sleep 60", repeat }, { effect: `e/${answer}` }))).toBe(answer);
  }
});

test("of several suites those that ended before a crash are not run again", async () => {
  const folder = temporaryFolder();
  const { run } = made(
    suites(
      `one: { command: 'echo x >> ${folder}/one; echo 1/1 tests passed' }`,
      `two: { command: 'echo x >> ${folder}/two; [ -e ${folder}/go ] || sleep 60; echo 1/1 tests passed' }`,
    ),
  );
  const stop = new AbortController();
  const performing = run.perform(jobOf("run", {}, { signal: stop.signal }));
  while (!existsSync(join(folder, "two")) || readFileSync(join(folder, "two"), "utf8") === "") await sleep(10);
  stop.abort();
  await expect(performing).rejects.toThrow("two of step run broke off");
  const again = jobOf("run", { command: undefined });
  expect(await run.observe(again)).toBe("repeat");
  writeFileSync(join(folder, "go"), "");
  expect(await run.perform(again)).toMatchObject({ outcome: "passed" });
  expect(readFileSync(join(folder, "one"), "utf8")).toBe("x\n");
  expect(readFileSync(join(folder, "two"), "utf8")).toBe("x\nx\n");
});
