import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { Kysely } from "kysely";
import type { Ledger } from "../app/ledger-ports.ts";
import type { Database } from "./database.ts";
import { blobFolder } from "./blob-folder.ts";
import { makeDataFolder } from "./data-folder.ts";
import { eventStore } from "./event-store.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { isStorageError, sqliteCode, unwritable } from "./problems.ts";
import { heldByAnother, writeOwner } from "./owner-file.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { performAtOnce } from "./steps.ts";

export interface EmbeddedOptions {
  /** Folder of the data; made when absent. */
  readonly folder: string;
  /** What this process is doing, for the one that comes second. */
  readonly command: string;
  readonly now?: () => Date;
  /** How long to wait for a process that holds it: commands hold it for moments. In milliseconds. */
  readonly waitMs?: number;
}

const SQLITE_BUSY = 5;
const WAIT_MS = 3_000;
const STEP_MS = 25;

/**
 * Opens the ledger in a folder, for this process alone. What was acknowledged is on the disk: every commit is flushed
 * (`synchronous = full`).
 */
export async function openEmbedded({ folder, command, now, waitMs = WAIT_MS }: EmbeddedOptions): Promise<Ledger> {
  const place = join(folder, "ledger.db");
  const ownerFile = join(folder, "ledger.owner.json");
  const file = await openFile({ folder, place, ownerFile, waitMs });
  const database = new Kysely<Database>({ dialect: sqliteDialect(file) });
  try {
    const disown = writeOwner(ownerFile, command);
    await migrate(database, "sqlite", MIGRATIONS);
    return eventStore({
      database,
      dialect: "sqlite",
      files: blobFolder(join(folder, "blobs")),
      place,
      atOnce: performAtOnce(file),
      lost: lostFile(folder, place),
      release: disown,
      ...(now === undefined ? {} : { now }),
    });
  } catch (error) {
    if (file.isOpen) file.close();
    throw isStorageError(error) ? unwritable(place, error) : error;
  }
}

/** How long after a change a folder's time may still stand for a second change: the coarsest time of a file system. */
const UNSURE_MS = 2_000;

/**
 * SQLite goes on writing into a file that was deleted or replaced under it, and what it writes vanishes when it is
 * closed. So the files are looked for by name, whenever the folder says that a name in it may have changed. They are not
 * looked at before every append, because Linux writes the exact time of the next change down for a file that was looked
 * at (multigrain timestamps), and every flush would have to carry that too: a quarter more time.
 */
function lostFile(folder: string, place: string): () => string | undefined {
  const files = [place, `${place}-wal`].map((path) => ({ path, inode: inodeOf(path) }));
  let trusted: string | undefined;
  return () => {
    const stat = statSync(folder, { throwIfNoEntry: false, bigint: true });
    const seen = stat && `${stat.dev} ${stat.ino} ${stat.mtimeNs}`;
    if (seen !== undefined && seen === trusted) return undefined;
    const gone = files.find(({ path, inode }) => inodeOf(path) !== inode);
    trusted = stat && Math.abs(Date.now() - Number(stat.mtimeMs)) > UNSURE_MS ? seen : undefined;
    return gone === undefined ? undefined : `${gone.path} was deleted or replaced while it was open`;
  };
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

interface Opening {
  readonly folder: string;
  readonly place: string;
  readonly ownerFile: string;
  readonly waitMs: number;
}

async function openFile({ folder, place, ownerFile, waitMs }: Opening): Promise<DatabaseSync> {
  const patient = performance.now() + waitMs;
  for (;;) {
    try {
      makeDataFolder(folder);
      return lockFile(place);
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_BUSY) throw unwritable(place, error);
      if (performance.now() > patient) throw heldByAnother(ownerFile, place);
      await sleep(STEP_MS);
    }
  }
}

/** The exclusive lock is taken by the first read and held until the file is closed, or its process ends in any way. */
function lockFile(place: string): DatabaseSync {
  const file = new DatabaseSync(place, { timeout: 0 });
  try {
    file.exec("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full");
    file.exec("begin immediate; commit");
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}
