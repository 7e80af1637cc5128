import type { Kysely, Transaction } from "kysely";
import type { RetentionClass } from "../domain/retention/retention.ts";

/**
 * What the databases hold. `entry` is the truth; `entry_index`, `stream_head` and `command` can be made from it again
 * (rebuild.ts). Times are
 * Unix milliseconds.
 */
export interface Database {
  entry: { idx: number; bytes: Uint8Array };
  /** What entries are looked for by. */
  entry_index: EntryIndexRow;
  stream_head: { stream: string; version: number };
  command: { id: string; digest: string; first_idx: number; count: number };
  /** Bodies beside the log. Not made from entries: how long a body is kept was decided when it was stored. */
  blob: {
    digest: string;
    kind: RetentionClass;
    size: number;
    stored_ms: number;
    keep_until_ms: number | null;
  };
}

export interface EntryIndexRow {
  idx: number;
  stream: string;
  stream_version: number;
  actor: string;
  /** `kind/id` */
  object: string;
  action: string;
  time_ms: number;
  /** Largest `time_ms` up to this entry: it never falls, so a period is a range of indexes even when a clock steps back. */
  high_ms: number;
  /** By how much `time_ms` is behind `high_ms`. */
  back_ms: number;
}

export type LedgerDatabase = Kysely<Database>;
export type LedgerTransaction = Transaction<Database>;
export type DialectName = "sqlite" | "postgres";
