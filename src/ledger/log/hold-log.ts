import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { SlipwayError } from "../../kernel/problem.ts";
import { sqliteCode } from "../problems.ts";

const SQLITE_BUSY = 5;
const PATIENCE_MS = 10_000;
const STEP_MS = 25;

/**
 * Keeps other processes from publishing or verifying the log at the same time: one would take the files of the other for
 * forgeries. The lock is SQLite's, so it ends with the process, however that ends. Returns what gives it back.
 */
export async function holdLog(file: string): Promise<() => void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const lock = new DatabaseSync(file, { timeout: 0 });
    try {
      lock.exec("begin exclusive");
      return () => lock.close();
    } catch (error) {
      lock.close();
      if (sqliteCode(error) !== SQLITE_BUSY) throw error;
      if (performance.now() > end) throw new SlipwayError(held(file), { cause: error });
    }
    await sleep(STEP_MS);
  }
}

function held(file: string) {
  return {
    code: "log-held",
    kind: "failed" as const,
    found: `another process has been working on the log for ${PATIENCE_MS / 1000} seconds (${file})`,
    expected: "one process at a time",
    action: "wait until it has published or verified, then try again",
  };
}
