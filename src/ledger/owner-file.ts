import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { SlipwayError } from "../kernel/problem.ts";

/** Who holds an embedded ledger. The lock is SQLite's and ends with its process; this only tells others who it is. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  readonly command: string;
}

/** Writes down that this process holds the ledger. Returns what takes that back. */
export function writeOwner(path: string, command: string): () => void {
  const owner: Owner = { pid: process.pid, host: hostname(), since: new Date().toISOString(), command };
  const text = `${JSON.stringify(owner)}\n`;
  writeFileSync(path, text, { mode: 0o600 });
  return () => {
    if (readText(path) === text) rmSync(path, { force: true });
  };
}

/** What a process is told that came second. */
export function heldByAnother(ownerFile: string, ledger: string): SlipwayError {
  const owner = readOwner(ownerFile);
  const who =
    owner === undefined
      ? "another process, which has not said who it is"
      : `process ${owner.pid} on ${owner.host}, since ${owner.since}: ${owner.command}`;
  return new SlipwayError({
    code: "ledger-held",
    kind: "failed",
    found: `the ledger ${ledger} is held by ${who}`,
    expected: "one process at a time",
    action: "wait for it or end it; for several processes at once set SLIPWAY_DATABASE_URL to a PostgreSQL database",
  });
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readText(path) ?? "") as Owner;
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
