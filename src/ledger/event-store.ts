import type { AppendCommand, Ledger, Recorded } from "../app/ledger-ports.ts";
import { parseEntry } from "../contract/event.ts";
import { isSlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import type { Result } from "../kernel/result.ts";
import { appendBatch, readyCommand, type ReadyCommand } from "./append-batch.ts";
import type { DialectName, LedgerDatabase, LedgerTransaction } from "./database.ts";
import { findEntries } from "./find-entries.ts";
import { groupCommit } from "./group-commit.ts";
import { lockAppends } from "./lock-appends.ts";
import { isStorageError, sqliteCode, unreadable, unwritable } from "./problems.ts";
import { readEntries } from "./read-entries.ts";
import { compareReadModels, rebuildReadModels } from "./rebuild.ts";
import { restoreEntries } from "./restore-entries.ts";
import { serverTime } from "./server-time.ts";
import { readCommands, readRecorded } from "./statements.ts";

/** Commands of one transaction. More would keep the first ones waiting without saving much. */
const BATCH_MAX = 64;

export interface OpenDatabase {
  readonly database: LedgerDatabase;
  readonly dialect: DialectName;
  /** As people know it: a path, or host and name. */
  readonly place: string;
  readonly now?: () => Date;
  /** Says what is wrong with the file, when it is no longer the one that was opened. Asked before every append. */
  readonly lost?: () => string | undefined;
  /** Runs after the database was closed. */
  readonly release?: () => void;
}

/** The event store over a database whose schema is current. */
export function eventStore({ database, dialect, place, now = () => new Date(), lost, release }: OpenDatabase): Ledger {
  let broken: unknown;
  const inTransaction = <T>(work: (transaction: LedgerTransaction) => Promise<T>): Promise<T> =>
    database.transaction().execute(work);
  const writing = async <T>(work: (transaction: LedgerTransaction) => Promise<T>): Promise<T> => {
    broken ??= lost?.();
    if (broken !== undefined) throw unwritable(place, broken);
    try {
      return await inTransaction(work);
    } catch (error) {
      // After a failed flush nobody knows what is on the disk, so nothing more is written until the file is opened anew.
      if (sqliteCode(error) === SQLITE_IOERR) broken = error;
      throw isSlipwayError(error) || !isStorageError(error) ? error : unwritable(place, error);
    }
  };
  const reading = <T>(work: () => Promise<T>): Promise<T> => work().catch((error: unknown) => rethrow(place, error));
  const commits = groupCommit<ReadyCommand, Result<Recorded, Problem>>(
    (commands) => writing((transaction) => appendBatch(transaction, dialect, commands, () => serverTime(now()))),
    { sizeMax: BATCH_MAX, isAlone: ({ apply }) => apply !== undefined },
  );
  return {
    append: async (command: AppendCommand) => unwrap(await commits.run(readyCommand(command))),
    recorded: (id) =>
      reading(() =>
        inTransaction(async (transaction) => {
          const [row] = await readCommands(transaction, dialect, [id]);
          return row === undefined ? undefined : readRecorded(transaction, row);
        }),
      ),
    read: (stream) => reading(() => readStream(database, stream)),
    size: () => reading(() => readSize(database)),
    entries: (from, to) => safeEntries(database, place, from, to),
    find: (query) => reading(() => findEntries(database, query)),
    compareReadModels: () =>
      reading(() =>
        inTransaction(async (transaction) => {
          await lockAppends(transaction, dialect);
          return compareReadModels(transaction);
        }),
      ),
    rebuildReadModels: () =>
      writing(async (transaction) => {
        await lockAppends(transaction, dialect);
        await rebuildReadModels(transaction, dialect);
      }),
    restore: (entries) =>
      writing(async (transaction) => {
        await lockAppends(transaction, dialect);
        return restoreEntries(transaction, dialect, entries);
      }),
    place,
    close: async () => {
      await commits.idle();
      await database.destroy();
      release?.();
    },
  };
}

const SQLITE_IOERR = 10;

function rethrow(place: string, error: unknown): never {
  throw isSlipwayError(error) || !isStorageError(error) ? error : unreadable(place, error);
}

async function readStream(database: LedgerDatabase, stream: string) {
  const rows = await database
    .selectFrom("entry_index")
    .innerJoin("entry", "entry.idx", "entry_index.idx")
    .select("entry.bytes")
    .where("stream", "=", stream)
    .orderBy("stream_version")
    .execute();
  return { version: rows.length, events: rows.map(({ bytes }) => unwrap(parseEntry(bytes))) };
}

async function readSize(database: LedgerDatabase): Promise<number> {
  const top = await database.selectFrom("entry").select("idx").orderBy("idx", "desc").limit(1).executeTakeFirst();
  return top === undefined ? 0 : top.idx + 1;
}

async function* safeEntries(database: LedgerDatabase, place: string, from: number, to: number) {
  try {
    yield* readEntries(database, from, to);
  } catch (error) {
    rethrow(place, error);
  }
}
