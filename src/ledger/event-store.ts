import type { Ledger, Recorded } from "../app/ledger-ports.ts";
import { parseEntry } from "../contract/event.ts";
import { unwrap, type Problem } from "../kernel/problem.ts";
import type { Result } from "../kernel/result.ts";
import { appendBatch, readyCommand, type AppendedBatch, type ReadyCommand, type Tail } from "./append-batch.ts";
import type { BlobFolder } from "./blob-folder.ts";
import { blobStore } from "./blob-store.ts";
import type { DialectName, LedgerDatabase, LedgerTransaction } from "./database.ts";
import { findEntries } from "./find-entries.ts";
import { groupCommit } from "./group-commit.ts";
import { lockAppends } from "./lock-appends.ts";
import { readEntries } from "./read-entries.ts";
import { compareReadModels, rebuildReadModels } from "./rebuild.ts";
import { restoreEntries } from "./restore-entries.ts";
import { serverTime } from "./server-time.ts";
import { readCommands, readRecorded, readStreamRows } from "./statements.ts";
import { perform, type PerformAtOnce } from "./steps.ts";
import { storageGuard } from "./storage-guard.ts";
import { streamHeads } from "./stream-heads.ts";

/** Commands of one transaction. More would keep the first ones waiting without saving much. */
const BATCH_MAX = 64;
/** Streams whose versions are kept in memory before they are looked up anew. */
const STREAMS_MAX = 10_000;

export interface OpenDatabase {
  readonly database: LedgerDatabase;
  readonly dialect: DialectName;
  /** Where the bodies beside the log are. */
  readonly files: BlobFolder;
  /** As people know it: a path, or host and name. */
  readonly place: string;
  readonly now?: () => Date;
  /** Absent where statements have to be waited for. */
  readonly atOnce?: PerformAtOnce;
  /** Says what is wrong with the file, when it is no longer the one that was opened. Asked before every append. */
  readonly lost?: () => string | undefined;
  /** Runs after the database was closed. */
  readonly release?: () => void;
}

/** The event store over a database whose schema is current. */
export function eventStore(parts: OpenDatabase): Ledger {
  const { database, dialect, files, place, now = () => new Date(), release, atOnce } = parts;
  const guard = storageGuard(place, parts.lost);
  // Nobody else writes into the embedded file.
  const heads = dialect === "sqlite" ? streamHeads() : undefined;
  const inTransaction = <T>(work: (transaction: LedgerTransaction) => Promise<T>): Promise<T> =>
    database.transaction().execute(work);
  const locked = <T>(work: (transaction: LedgerTransaction) => Promise<T>): Promise<T> =>
    inTransaction(async (transaction) => {
      await lockAppends(transaction, dialect);
      return work(transaction);
    });
  const appends = appendQueue((commands, tail) =>
    guard.writing(() => {
      const steps = appendBatch(database, dialect, commands, {
        now: () => serverTime(now()),
        // Nobody else writes into the embedded file, so where log and streams end is known after the first append.
        known: dialect === "sqlite" ? tail : undefined,
      });
      // The connection is waited for, so that no other transaction is open.
      if (atOnce !== undefined && commands.every(({ apply }) => apply === undefined))
        return database.connection().execute(async () => atOnce(steps));
      return locked(async (transaction) => {
        const batch = await perform(transaction, steps);
        // A command that was recorded before has also been applied before.
        for (const { id, apply } of commands)
          if (apply !== undefined && batch.fresh.has(id))
            await apply(transaction as unknown as Parameters<typeof apply>[0]);
        return batch;
      });
    }),
  );
  return {
    append: async (command) => {
      try {
        const recorded = unwrap(await appends.run(readyCommand(command)));
        for (const { stream, streamVersion } of recorded.events) heads?.see(stream, streamVersion);
        return recorded;
      } catch (error) {
        heads?.forget();
        throw error;
      }
    },
    recorded: (id) => guard.reading(() => inTransaction((transaction) => readRecording(transaction, dialect, id))),
    async read(stream, after = 0) {
      if (heads?.get(stream) === after) return { version: after, events: [] };
      const history = await guard.reading(() => readStream(database, dialect, stream, after));
      heads?.see(stream, history.version);
      return history;
    },
    size: () => guard.reading(() => readSize(database)),
    entries: (from, to) => guard.readingEach(() => readEntries(database, from, to)),
    find: (query) => guard.reading(() => findEntries(database, query)),
    compareReadModels: () => guard.reading(() => locked(compareReadModels)),
    rebuildReadModels: () => guard.writing(() => locked((transaction) => rebuildReadModels(transaction, dialect))),
    restore: (entries) => {
      appends.forgetTail();
      heads?.forget();
      return guard.writing(() => locked((transaction) => restoreEntries(transaction, dialect, entries)));
    },
    place,
    blobs: blobStore({ database, files, now, writing: guard.storing }),
    close: async () => {
      await appends.idle();
      await database.destroy();
      release?.();
    },
  };
}

/** Commits commands that arrive together in one transaction, and remembers where log and streams ended after the last one. */
function appendQueue(write: (commands: readonly ReadyCommand[], tail: Tail | undefined) => Promise<AppendedBatch>) {
  let tail: Tail | undefined;
  const commits = groupCommit<ReadyCommand, Result<Recorded, Problem>>(
    async (commands) => {
      const known = tail;
      tail = undefined; // and so it stays when the batch fails
      const batch = await write(commands, known);
      if (batch.tail.versions.size < STREAMS_MAX) tail = batch.tail;
      return batch.outcomes;
    },
    { sizeMax: BATCH_MAX, isAlone: ({ apply }) => apply !== undefined },
  );
  return {
    ...commits,
    forgetTail: () => {
      tail = undefined;
    },
  };
}

async function readRecording(transaction: LedgerTransaction, dialect: DialectName, id: string) {
  const [row] = await perform(transaction, readCommands(transaction, dialect, [id]));
  return row === undefined ? undefined : perform(transaction, readRecorded(transaction, dialect, row));
}

async function readStream(database: LedgerDatabase, dialect: DialectName, stream: string, after: number) {
  const rows = await perform(database, readStreamRows(database, dialect, stream, after));
  return { version: after + rows.length, events: rows.map(({ bytes }) => unwrap(parseEntry(bytes))) };
}

async function readSize(database: LedgerDatabase): Promise<number> {
  const top = await database.selectFrom("entry").select("idx").orderBy("idx", "desc").limit(1).executeTakeFirst();
  return top === undefined ? 0 : top.idx + 1;
}
