import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CommandRun, CommandRuns, RunState, StopReason } from "../app/jobs-ports.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { followFile } from "./follow-file.ts";
import { maskBytes, maskSecrets, secretsOf } from "./mask-secrets.ts";
import { endGroup, PRINT_LEADER } from "./process-group.ts";
import { leaderOf, markStopped, prepareFolder, readState, runFolder, type RunFolder } from "./run-folder.ts";

const LARGEST_OUTPUT_BYTES = 64 * 1024 * 1024;
const STEP_MS = 50;
const START_MS = 10_000;

/**
 * Stands between us and the command. It claims the run (of two that were started for one run the second does nothing),
 * says who it is, and writes down how the command ended, whether we are still there or not.
 */
const WRAPPER = `mkdir "$1/claim" 2>/dev/null || exit 0
{ ${PRINT_LEADER}; } > "$1/process.tmp" && mv "$1/process.tmp" "$1/process"
"$2" -c "$3"
echo $? > "$1/exit.tmp" && mv "$1/exit.tmp" "$1/exit"`;

/** Runs with their files in folders below `place()`, for a program with these variables. */
export function openCommandRuns(place: () => Promise<string>, variables: NodeJS.ProcessEnv): CommandRuns {
  const secrets = secretsOf(variables);
  const folderOf = async (id: string): Promise<RunFolder> =>
    runFolder(join(await place(), createHash("sha256").update(id).digest("hex")));
  const look = async (id: string): Promise<RunState> => {
    const folder = await folderOf(id);
    const found = await readState(folder, Date.now());
    if (found.state !== "running" || Date.now() < found.startedMs + found.run.timeoutMs) return found;
    return stop(folder, "late");
  };
  return {
    look,
    async start(run) {
      const folder = await folderOf(run.id);
      const { state: former } = await readState(folder, Date.now());
      if (former === "running" || former === "ended") return; // another performer was first
      await prepareFolder(folder, run, former, Date.now());
      await spawnWrapper(folder, run, { ...ownVariables(variables), ...run.environment });
      for (let waited = 0; waited < START_MS && (await look(run.id)).state === "absent"; waited += 5) await sleep(5);
    },
    async follow(id, { signal, onLine }) {
      const folder = await folderOf(id);
      const files = [followFile(folder.stdout), followFile(folder.stderr)];
      const hand = (line: string): void => onLine(maskSecrets(line, secrets));
      for (;;) {
        if (signal.aborted) await stop(folder, "called-off");
        const found = await look(id);
        const hasEnded = found.state !== "running" && found.state !== "absent";
        let bytes = 0;
        for (const file of files) bytes += await file.readOn(hand, hasEnded ? "last" : undefined);
        if (hasEnded) return found;
        if (found.state === "absent") throw new Error(`no run ${id} was started`);
        if (bytes > LARGEST_OUTPUT_BYTES) await stop(folder, "flood");
        await sleep(STEP_MS, undefined, { signal }).catch(() => undefined);
      }
    },
    async output(id) {
      const { stdout, stderr } = await folderOf(id);
      const [printed, said] = [await bytesOf(stdout), await bytesOf(stderr)];
      return {
        stdout: maskBytes(printed, secrets),
        output: maskBytes(Buffer.concat([printed, said]), secrets),
      };
    },
  };
}

async function stop(folder: RunFolder, why: StopReason): Promise<RunState> {
  const leader = await leaderOf(folder);
  if (leader !== undefined) {
    await markStopped(folder, why);
    await endGroup(leader);
  }
  return readState(folder, Date.now());
}

/** The command gets no pipe of ours, so that it never waits for us. */
async function spawnWrapper(folder: RunFolder, run: CommandRun, env: NodeJS.ProcessEnv): Promise<void> {
  if (!(await isFolder(run.folder))) throw new SlipwayError(noFolder(run));
  const files = [openSync(folder.stdout, "a", 0o600), openSync(folder.stderr, "a", 0o600)] as const;
  try {
    const child = spawn("/bin/sh", ["-c", WRAPPER, "slipway", folder.path, run.shell, run.command], {
      cwd: run.folder,
      detached: true,
      stdio: ["ignore", ...files],
      env,
    });
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.unref();
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** Our own settings hold passwords and keys that are not the command's; those of git would lead it elsewhere. */
function ownVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(variables).filter(
      ([name]) => !name.startsWith("SLIPWAY_") && !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name),
    ),
  );
}

async function bytesOf(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.subarray(0, LARGEST_OUTPUT_BYTES);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function noFolder({ folder, command }: CommandRun) {
  return {
    code: "run-without-folder",
    kind: "failed",
    found: `\`${command}\` cannot run: there is no folder ${folder}`,
    expected: "a checkout of the release",
    action: "check it out again, and repeat the step",
  } as const;
}
