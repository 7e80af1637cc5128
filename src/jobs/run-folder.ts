import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CommandRun, RunState, StopReason } from "../app/jobs-ports.ts";
import { isGroupAlive, readLeader, type GroupLeader } from "./process-group.ts";

/** A claim is followed by the number of the process at once, unless the process was killed in between. */
const CLAIM_MS = 5_000;
const KEPT_MS = 30 * 86_400_000;

/** How a run is kept: `run.json`, what it prints, and what its wrapper writes: `claim`, `process`, `exit`. */
export interface RunFolder {
  readonly path: string;
  readonly stdout: string;
  readonly stderr: string;
}

export function runFolder(path: string): RunFolder {
  return { path, stdout: join(path, "stdout.log"), stderr: join(path, "stderr.log") };
}

/** Makes the folder of a run that is about to start, puts aside what a former attempt left, and removes what is old. */
export async function prepareFolder(
  { path }: RunFolder,
  run: CommandRun,
  former: RunState["state"],
  nowMs: number,
): Promise<void> {
  if (former !== "absent") await rename(path, `${path}.${nowMs}`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await sweep(dirname(path), nowMs);
  const temporary = join(path, `run.json.${randomUUID()}`); // another performer may be at it too
  await writeFile(temporary, JSON.stringify({ run, startedMs: nowMs }), { mode: 0o600 });
  await rename(temporary, join(path, "run.json"));
}

/** What the files say, and where they leave it open, whether the processes are still there. */
export async function readState({ path }: RunFolder, nowMs: number): Promise<RunState> {
  const about = await textOf(join(path, "run.json"));
  const claimedMs = await modifiedMs(join(path, "claim"));
  if (about === undefined || claimedMs === undefined) return { state: "absent" };
  const known = JSON.parse(about) as { run: CommandRun; startedMs: number }; // written above
  const leader = await leaderOf({ path });
  const isAlive = leader === undefined ? nowMs - claimedMs < CLAIM_MS : await isGroupAlive(leader);
  const [code, endedMs] = [await textOf(join(path, "exit")), await modifiedMs(join(path, "exit"))]; // after the question
  if (code !== undefined && endedMs !== undefined) return { ...known, state: "ended", code: Number(code), endedMs };
  if (isAlive) return { ...known, state: "running" };
  const why = await textOf(join(path, "stopped"));
  return why === undefined ? { ...known, state: "lost" } : { ...known, state: "stopped", why: why as StopReason };
}

/** Written before the processes are ended, so that a crash in between leaves no doubt. The first reason counts. */
export async function markStopped({ path }: RunFolder, why: StopReason): Promise<void> {
  await writeFile(join(path, "stopped"), why, { flag: "wx", mode: 0o600 }).catch(() => undefined);
}

export async function leaderOf({ path }: Pick<RunFolder, "path">): Promise<GroupLeader | undefined> {
  return readLeader((await textOf(join(path, "process"))) ?? "");
}

async function sweep(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const lastMs = (await modifiedMs(path)) ?? nowMs;
    if (nowMs - lastMs > KEPT_MS && (await readState(runFolder(path), nowMs)).state !== "running")
      await rm(path, { recursive: true, force: true });
  }
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

async function modifiedMs(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
