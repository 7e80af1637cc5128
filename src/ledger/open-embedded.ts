import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import type { Ledger } from "../app/ledger-ports.ts";
import type { Database } from "./database.ts";
import { eventStore } from "./event-store.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { isStorageError, sqliteCode, unwritable } from "./problems.ts";
import { heldByAnother, writeOwner } from "./owner-file.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";

export interface EmbeddedOptions {
  /** Folder of the data; made when absent. */
  readonly folder: string;
  /** What this process is doing, for the one that comes second. */
  readonly command: string;
  readonly now?: () => Date;
}

const SQLITE_BUSY = 5;

/**
 * Opens the ledger in a folder, for this process alone. What was acknowledged is on the disk: every commit is flushed
 * (`synchronous = full`).
 */
export async function openEmbedded({ folder, command, now }: EmbeddedOptions): Promise<Ledger> {
  const place = join(folder, "ledger.db");
  const ownerFile = join(folder, "ledger.owner.json");
  const file = openFile(folder, place, ownerFile);
  const database = new Kysely<Database>({ dialect: sqliteDialect(file) });
  try {
    const disown = writeOwner(ownerFile, command);
    await migrate(database, "sqlite", MIGRATIONS);
    return eventStore({
      database,
      dialect: "sqlite",
      place,
      release: disown,
      ...(now === undefined ? {} : { now }),
    });
  } catch (error) {
    if (file.isOpen) file.close();
    throw isStorageError(error) ? unwritable(place, error) : error;
  }
}

/** The exclusive lock is taken by the first read and held until the file is closed, or its process ends in any way. */
function openFile(folder: string, place: string, ownerFile: string): DatabaseSync {
  let file: DatabaseSync | undefined;
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    file = new DatabaseSync(place, { timeout: 0 });
    file.exec("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full");
    file.exec("begin immediate; commit");
    return file;
  } catch (error) {
    if (file?.isOpen === true) file.close();
    throw sqliteCode(error) === SQLITE_BUSY ? heldByAnother(ownerFile, place) : unwritable(place, error);
  }
}
