import { SlipwayError, type Problem } from "../kernel/problem.ts";

export function noEvents(id: string): Problem {
  return {
    code: "command-empty",
    kind: "input",
    found: `the command ${id} records nothing`,
    expected: "at least one event",
  };
}

export function staleRead(
  streams: readonly { readonly stream: string; readonly read: number; readonly is: number }[],
): Problem {
  const list = streams.map(({ stream, read, is }) => `${stream} was read at version ${read} and is at ${is}`);
  return {
    code: "stale-read",
    kind: "failed",
    found: `the decision rests on what is no longer so: ${list.join("; ")}`,
    expected: "every stream at the version that was read",
    action: "read again, and decide again",
  };
}

export function commandReused(id: string): Problem {
  return {
    code: "command-reused",
    kind: "input",
    found: `the command id ${id} was used before, for something else`,
    expected: "a new id for a new command",
    action: "send it under an id of its own",
  };
}

/** Nothing was acknowledged. Whether it was recorded can be unknown; sending the same command again settles that. */
export function unwritable(place: string, error: unknown): SlipwayError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SlipwayError(
    {
      code: "ledger-unwritable",
      kind: "failed",
      found: `the ledger ${place} cannot be written: ${reasonOf(error) ?? reason}`,
      expected: "a ledger that takes every entry: what cannot be recorded does not happen",
      action: actionOf(error),
    },
    { cause: error },
  );
}

export function unreadable(place: string, error: unknown): SlipwayError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SlipwayError(
    {
      code: "ledger-unreadable",
      kind: "failed",
      found: `the ledger ${place} cannot be read: ${reasonOf(error) ?? reason}`,
      expected: "a ledger that can be opened and read",
      action: actionOf(error),
    },
    { cause: error },
  );
}

/** Whether an error came from a database or a file system, and not from a mistake in this program. */
export function isStorageError(error: unknown): boolean {
  return error instanceof Error && ("errcode" in error || "code" in error || "severity" in error || isLost(error));
}

function isLost(error: Error): boolean {
  return /connection|timeout|driver has already been destroyed|database is not open/i.test(error.message);
}

/** Primary result codes of SQLite (sqlite.org/rescode.html) that a person can do something about. */
const SQLITE = new Map<number, readonly [reason: string, action: string]>([
  [5, ["another process holds it", "end the other process, or send the command to it"]],
  [8, ["the file or its folder is read-only", "give this user the right to write there"]],
  [10, ["the disk reports errors", "check the disk; verify the ledger before going on"]],
  [11, ["the file is damaged", "restore it from a backup: `slipway restore DIR`"]],
  [13, ["the disk is full", "make room, and send the same command again"]],
  [14, ["the file cannot be opened", "check the folder and its permissions (SLIPWAY_DATA names another)"]],
  [26, ["the file is not a database", "restore it from a backup: `slipway restore DIR`"]],
]);

/** The primary result code of an SQLite error; absent for errors of another kind. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

function reasonOf(error: unknown): string | undefined {
  return SQLITE.get(sqliteCode(error) ?? -1)?.[0];
}

function actionOf(error: unknown): string {
  return (
    SQLITE.get(sqliteCode(error) ?? -1)?.[1] ??
    "make the database reachable and writable, then send the same command again: its id keeps it from counting twice"
  );
}
