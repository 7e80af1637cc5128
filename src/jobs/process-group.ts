import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** A process that leads a group, told apart from a later one that was given the same number. */
export interface GroupLeader {
  readonly pid: number;
  /** When it began, in a form that only serves to be compared. */
  readonly birth: string;
}

const GRACE_MS = 2_000;
const STEP_MS = 20;
const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/** What a shell prints about itself, for `readLeader`. */
export const PRINT_LEADER = `echo $$; cat ${BOOT_ID} /proc/$$/stat 2>/dev/null || ps -o lstart= -p $$`;

export function readLeader(printed: string): GroupLeader | undefined {
  const [pid = "", first = "", stat = ""] = printed.trimEnd().split("\n");
  if (!/^\d+$/.test(pid) || first === "") return undefined;
  return { pid: Number(pid), birth: stat === "" ? first.trim() : birth(first, fieldsOf(stat)) };
}

/**
 * Whether the group still does something. Its number is not given away while a member lives, so members that a leader
 * left behind are its own.
 */
export async function isGroupAlive(leader: GroupLeader): Promise<boolean> {
  const now = await processOf(leader.pid);
  if (now !== undefined && now.birth !== leader.birth) return false;
  return now?.isLive === true || hasLiveMember(leader.pid);
}

/** Asks the group to end, and ends it when it does not. */
export async function endGroup(leader: GroupLeader): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!(await isGroupAlive(leader))) return;
    send(-leader.pid, signal);
    for (let waited = 0; waited < GRACE_MS && (await isGroupAlive(leader)); waited += STEP_MS) await sleep(STEP_MS);
  }
}

/** A process that has ended and whom nobody has asked for its end is there, but not live. */
async function processOf(pid: number): Promise<{ birth: string; isLive: boolean } | undefined> {
  const stat = await statOf(pid);
  if (stat !== undefined)
    return { birth: birth(await readFile(BOOT_ID, "latin1").catch(() => ""), stat), isLive: stat.state !== "Z" };
  if (process.platform === "linux") return undefined;
  const ps = await promisify(execFile)("ps", ["-o", "lstart=", "-p", `${pid}`]).catch(() => undefined);
  return ps === undefined ? undefined : { birth: ps.stdout.trim(), isLive: true };
}

async function hasLiveMember(group: number): Promise<boolean> {
  if (!send(-group, 0)) return false;
  if (process.platform !== "linux") return true;
  for (const name of await readdir("/proc")) {
    const stat = /^\d+$/.test(name) ? await statOf(Number(name)) : undefined;
    if (stat?.group === group && stat.state !== "Z") return true;
  }
  return false;
}

interface Stat {
  readonly state: string;
  readonly group: number;
  /** Clock ticks since the machine was started. */
  readonly started: string;
}

async function statOf(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => undefined);
  return text === undefined ? undefined : fieldsOf(text);
}

/** proc_pid_stat(5): number, name in parentheses, state, parent, group, …, start time as field 22. */
function fieldsOf(stat: string): Stat {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name may hold anything
  return { state: fields[0]!, group: Number(fields[2]), started: fields[19] ?? "" };
}

function birth(boot: string, { started }: Stat): string {
  return `${boot.trim()}:${started}`;
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it has ended
  }
}
