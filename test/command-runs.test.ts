import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { CommandRun, CommandRuns, RunState } from "../src/app/jobs-ports.ts";
import { openCommandRuns } from "../src/jobs/command-runs.ts";
import { temporaryFolder } from "./support/repository.ts";

function runOf(command: string, folder: string, about: Partial<CommandRun> = {}): CommandRun {
  return {
    id: "release/v1.2.0/7",
    command,
    shell: "sh",
    folder,
    environment: {},
    timeoutMs: 60_000,
    note: null,
    ...about,
  };
}

async function through(runs: CommandRuns, run: CommandRun, signal = new AbortController().signal) {
  const lines: string[] = [];
  await runs.start(run);
  return { ended: await runs.follow(run.id, { signal, onLine: (line) => void lines.push(line) }), lines };
}

async function until<T>(answer: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const value = await answer();
    if (holds(value)) return value;
    await sleep(25);
  }
  throw new Error("it never came");
}

const isAlive = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
};

test("a command runs with its variables, prints as it goes, and its code is known", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => join(folder, "jobs"), {
    ...process.env,
    SLIPWAY_DATABASE_URL: "postgres://",
  });
  const command = 'echo "$GREETING from $(pwd)"; echo "[$SLIPWAY_DATABASE_URL]" >&2; printf "no line end"; exit 3';
  const { ended, lines } = await through(runs, runOf(command, folder, { environment: { GREETING: "hello" } }));
  expect(ended).toMatchObject({ state: "ended", code: 3 });
  expect(lines.toSorted()).toEqual([`hello from ${folder}`, "[]", "no line end"].toSorted());
  const { stdout, output } = await runs.output("release/v1.2.0/7");
  expect(Buffer.from(stdout).toString()).toBe(`hello from ${folder}\nno line end`);
  expect(Buffer.from(output).toString()).toContain("[]");
});

test("lines arrive while the command still runs", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => folder, process.env);
  await runs.start(runOf(`echo first; while [ ! -e ${folder}/go ]; do sleep 0.02; done; echo second`, folder));
  const seen: { line: string; state: RunState["state"] }[] = [];
  const ended = runs.follow("release/v1.2.0/7", {
    signal: new AbortController().signal,
    onLine: (line) => void seen.push({ line, state: existsSync(join(folder, "go")) ? "ended" : "running" }),
  });
  await until(
    () => seen.length,
    (count) => count === 1,
  );
  writeFileSync(join(folder, "go"), "");
  expect(await ended).toMatchObject({ state: "ended", code: 0 });
  expect(seen).toEqual([
    { line: "first", state: "running" },
    { line: "second", state: "ended" },
  ]);
});

test("values of variables that look like secrets are printed nowhere", async () => {
  const folder = temporaryFolder();
  const variables = { ...process.env, DEPLOY_TOKEN: "s3cr3t-value", DATABASE_URL: "postgres://app:hunter22@db/app" };
  const runs = openCommandRuns(async () => folder, variables);
  const { lines } = await through(runs, runOf("echo $DEPLOY_TOKEN; echo $DATABASE_URL >&2", folder));
  const { output } = await runs.output("release/v1.2.0/7");
  const all = `${lines.join("\n")}\n${Buffer.from(output).toString()}`;
  expect(all).not.toMatch(/s3cr3t-value|hunter22/);
  expect(all).toContain("postgres://app:***@db/app");
});

test("output of several megabytes is kept whole", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => folder, process.env);
  const { ended, lines } = await through(runs, runOf("seq 1 400000", folder));
  expect(ended).toMatchObject({ state: "ended", code: 0 });
  expect(lines.length).toBe(400_000);
  expect(lines.at(-1)).toBe("400000");
  const { output } = await runs.output("release/v1.2.0/7");
  expect(output.length).toBeGreaterThan(2_500_000);
});

test("a time limit ends the whole group, also grandchildren that do not listen", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => folder, process.env);
  const command = `(trap "" TERM; sh -c 'echo $$ > ${folder}/grandchild; exec sleep 60') & sleep 60`;
  const { ended } = await through(runs, runOf(command, folder, { timeoutMs: 500 }));
  expect(ended).toMatchObject({ state: "stopped", why: "late" });
  const pid = Number(readFileSync(join(folder, "grandchild"), "utf8"));
  expect(pid).toBeGreaterThan(1);
  expect(isAlive(pid)).toBe(false);
});

test("calling off ends the group, and the run may be started again", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => join(folder, "jobs"), process.env);
  const stop = new AbortController();
  const run = runOf(`echo x >> ${folder}/count; [ -e ${folder}/go ] || sleep 60`, folder);
  const following = through(runs, run, stop.signal);
  while (!existsSync(join(folder, "count"))) await sleep(10);
  stop.abort();
  const first = await following;
  expect(first.ended).toMatchObject({ state: "stopped", why: "called-off" });
  writeFileSync(join(folder, "go"), "");
  const second = await through(runs, run);
  expect(second.ended).toMatchObject({ state: "ended", code: 0 });
  expect(readFileSync(join(folder, "count"), "utf8")).toBe("x\nx\n");
});

test("two who start one run have it run once", async () => {
  const folder = temporaryFolder();
  const open = () => openCommandRuns(async () => join(folder, "jobs"), process.env);
  const run = runOf(`echo x >> ${folder}/count; sleep 0.2`, folder);
  await Promise.all([open().start(run), open().start(run), open().start(run)]);
  await open().follow(run.id, { signal: new AbortController().signal, onLine: () => undefined });
  await open().start(run);
  await sleep(300);
  expect(readFileSync(join(folder, "count"), "utf8")).toBe("x\n");
});

/** A supervisor in a process of its own, as the program would be, killed while the command runs. */
async function killedSupervisor(place: string, run: CommandRun): Promise<void> {
  const script = join(import.meta.dirname, "support/supervise.ts");
  const supervisor = spawn(process.execPath, [script, place, JSON.stringify(run)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(supervisor.stdout, "data");
  supervisor.kill("SIGKILL");
  await once(supervisor, "exit");
}

test("a run goes on when the program is killed, and its end is known afterwards", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => join(folder, "jobs"), process.env);
  const run = runOf(`while [ ! -e ${folder}/go ]; do sleep 0.02; done; echo done; exit 4`, folder);
  await killedSupervisor(join(folder, "jobs"), run);
  expect(await runs.look(run.id)).toMatchObject({ state: "running" });
  writeFileSync(join(folder, "go"), "");
  const ended = await until(
    () => runs.look(run.id),
    ({ state }) => state !== "running",
  );
  expect(ended).toMatchObject({ state: "ended", code: 4 });
  expect(Buffer.from((await runs.output(run.id)).output).toString()).toBe("done\n");
});

test("a run whose supervisor was killed is still ended when it is late", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => join(folder, "jobs"), process.env);
  const run = runOf(`echo $$ > ${folder}/pid; sleep 60`, folder, { timeoutMs: 1_500 });
  await killedSupervisor(join(folder, "jobs"), run);
  expect(
    await until(
      () => runs.look(run.id),
      ({ state }) => state !== "running",
    ),
  ).toMatchObject({ why: "late" });
  expect(isAlive(Number(readFileSync(join(folder, "pid"), "utf8")))).toBe(false);
});

test("a run that is killed whole is lost; one whose wrapper alone is killed runs until its members have ended", async () => {
  const folder = temporaryFolder();
  const runs = openCommandRuns(async () => join(folder, "jobs"), process.env);
  const pidOf = async (): Promise<number> =>
    Number(
      await until(
        () => (existsSync(join(folder, "pid")) ? readFileSync(join(folder, "pid"), "utf8") : ""),
        (text) => text.endsWith("\n"),
      ),
    );
  await runs.start(runOf(`echo $PPID > ${folder}/pid; sleep 60`, folder, { id: "whole" }));
  process.kill(-(await pidOf()), "SIGKILL");
  expect(
    await until(
      () => runs.look("whole"),
      ({ state }) => state !== "running",
    ),
  ).toMatchObject({ state: "lost" });
  await runs.start(
    runOf(`echo $PPID > ${folder}/pid; while [ ! -e ${folder}/go ]; do sleep 0.02; done`, folder, { id: "wrapper" }),
  );
  process.kill(await until(pidOf, (pid) => isAlive(pid)), "SIGKILL");
  await sleep(100);
  expect(await runs.look("wrapper")).toMatchObject({ state: "running" });
  writeFileSync(join(folder, "go"), "");
  expect(
    await until(
      () => runs.look("wrapper"),
      ({ state }) => state !== "running",
    ),
  ).toMatchObject({ state: "lost" });
});
