import { setTimeout as sleep } from "node:timers/promises";
import { SlipwayError } from "../kernel/problem.ts";
import type { GitResult } from "./run.ts";

const ATTEMPTS_MAX = 30;
const PAUSE_MS = 100;

/**
 * Runs a git command that writes, again and again while another git holds a lock: after a kill, git may outlive us by a
 * moment and still be at work. A lock that stays is told, never removed, since whoever holds it may be alive.
 */
export async function whenUnlocked(run: () => Promise<GitResult>): Promise<GitResult> {
  for (let attempt = 1; ; attempt++) {
    const result = await run();
    const lock = result.code === 0 ? undefined : /'([^']+\.lock)': File exists/.exec(result.stderr)?.[1];
    if (lock === undefined) return result;
    if (attempt === ATTEMPTS_MAX) throw new SlipwayError(lockHeld(lock));
    await sleep(PAUSE_MS);
  }
}

function lockHeld(lock: string) {
  return {
    code: "git-locked",
    kind: "input",
    found: `another git holds ${lock}, or died and left it`,
    expected: "a repository that nobody else is writing to",
    action: `wait for the other git to end, or remove the file if none runs: rm ${lock}`,
  } as const;
}
