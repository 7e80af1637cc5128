import type { Transaction } from "kysely";
import type { EventEntry, NewEvent } from "../contract/event.ts";
import type { BackupFolder } from "./backup-ports.ts";
import type { RetentionClass } from "../domain/retention/retention.ts";

/** One leaf of the log. */
export interface LedgerEntry {
  readonly index: number;
  /** Exactly as stored and hashed; never made again from a value. */
  readonly bytes: Uint8Array;
}

export interface LedgerQuery {
  /** Id of a person or machine. */
  readonly actor?: string;
  /** Kind and id of an object: `release/2026-01`. */
  readonly object?: string;
  readonly stream?: string;
  readonly action?: string;
  /** Server time, Unix milliseconds: from (inclusive) to (exclusive). */
  readonly from?: number;
  readonly to?: number;
  /** Only entries with a larger index. */
  readonly after?: number;
  /** At most so many entries; 100 when absent. */
  readonly limit?: number;
}

/** Read access to the log. */
export interface LedgerReader {
  /** How many entries there are; the next one gets this index. */
  size(): Promise<number>;
  /** The entries [from, to), in order. */
  entries(from: number, to: number): AsyncIterable<LedgerEntry>;
  /** Entries that meet every condition named, in order. */
  find(query: LedgerQuery): Promise<readonly LedgerEntry[]>;
}

export interface AppendCommand {
  /** The same id with the same events is the same command, however often it is sent. */
  readonly id: string;
  /** Version of every stream that was read for the decision; 0 for one without events. */
  readonly reads: ReadonlyMap<string, number>;
  readonly events: readonly NewEvent[];
  /** Writes rows of others in the same transaction: both or none. The outer handle deadlocks in there. */
  readonly apply?: (transaction: Transaction<unknown>) => Promise<void>;
}

export interface Recorded {
  /** Index of the first event; the others follow without a gap. */
  readonly first: number;
  readonly events: readonly EventEntry[];
}

/** The events of one stream, or those after a version of it. */
export interface StreamHistory {
  /** How many events the stream has; 0 while there is none. */
  readonly version: number;
  readonly events: readonly EventEntry[];
}

/**
 * The append-only store behind the log. Refusals are problems: `stale-read` (read again and decide again),
 * `command-reused`, `event-form`, `entry-too-large`, and `ledger-unwritable` when nothing could be acknowledged.
 */
export interface EventStore extends LedgerReader {
  append(command: AppendCommand): Promise<Recorded>;
  /** What a command recorded; absent when it never arrived. */
  recorded(commandId: string): Promise<Recorded | undefined>;
  /** `after`: only the events behind this version. */
  read(stream: string, after?: number): Promise<StreamHistory>;
  close(): Promise<void>;
}

/** A body that is too large for an entry, or that outlives its usefulness; entries name its digest. */
export interface StoredBlob {
  /** SHA-256 of the bytes, in hexadecimal digits. */
  readonly digest: string;
  readonly kind: RetentionClass;
  /** In bytes. */
  readonly size: number;
  readonly storedMs: number;
  /** Unix milliseconds; `null` for ever. */
  readonly keepUntilMs: number | null;
}

/** Bodies beside the log, found by their digest. */
export interface BlobStore {
  /** The bytes are on the disk when this returns. Storing them again never shortens how long they are kept. */
  put(bytes: Uint8Array, kind: RetentionClass): Promise<StoredBlob>;
  /** Takes over a body of another store with its retention; refused when the bytes are not those of the digest. */
  take(bytes: Uint8Array, blob: StoredBlob): Promise<void>;
  /** Refused when the bytes are gone or are no longer those that were stored. */
  read(digest: string): Promise<Uint8Array>;
  list(): Promise<readonly StoredBlob[]>;
  /** Refused for everyone as long as the body has to be kept. */
  remove(digest: string): Promise<void>;
}

/** An event store with what its keeper needs. */
export interface Ledger extends EventStore {
  readonly blobs: BlobStore;
  /** Where it is, as people know it: a path, or host and name of a database. Never a password. */
  readonly place: string;
  /** Where the read models differ from what the entries say; empty when they do not. */
  compareReadModels(): Promise<readonly string[]>;
  rebuildReadModels(): Promise<void>;
  /** Fills an empty ledger with the entries of another, byte for byte. Returns how many there are. */
  restore(entries: AsyncIterable<Uint8Array>): Promise<number>;
}

/** How a command gets at the ledger of its product. It is opened when it is asked for: most commands need none. */
export interface LedgerAccess {
  /** Opens it, and makes it when there is none. */
  open(): Promise<Ledger>;
  /** Opens it when there is one. */
  openExisting(): Promise<Ledger | undefined>;
  /** Where it keeps what is not in a database. */
  dataFolder(): Promise<BackupFolder>;
  /** A folder that people name. */
  backupFolder(folder: string): Promise<BackupFolder>;
}
