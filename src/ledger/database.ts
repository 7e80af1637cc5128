import type { Kysely, Transaction } from "kysely";

/**
 * What the databases hold. `entry` is the truth; every other table can be made from it again (rebuild.ts). Times are
 * Unix milliseconds.
 */
export interface Database {
  entry: { idx: number; bytes: Uint8Array };
  /** What entries are looked for by. */
  entry_index: EntryIndexRow;
  stream_head: { stream: string; version: number };
  command: { id: string; digest: string; first_idx: number; count: number };
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
