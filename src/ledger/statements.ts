import { CompiledQuery, type Compilable } from "kysely";
import type { Recorded } from "../app/ledger-ports.ts";
import { parseEntry } from "../contract/event.ts";
import { unwrap } from "../kernel/problem.ts";
import type { Database, DialectName, LedgerDatabase, LedgerTransaction } from "./database.ts";

/** Rows of one insert; 9 columns each stay well below the parameters a statement may have. */
const ROWS_MAX = 100;

/** Index of the next entry, and the largest time so far. */
export async function readTop(
  transaction: LedgerTransaction,
  dialect: DialectName,
): Promise<{ next: number; highMs: number }> {
  const [top] = await run<{ idx: number; high_ms: number }>(
    transaction,
    `${dialect} top`,
    () =>
      transaction
        .selectFrom("entry")
        .leftJoin("entry_index", "entry_index.idx", "entry.idx")
        .select(["entry.idx", "high_ms"])
        .orderBy("entry.idx", "desc")
        .limit(1)
        .$castTo<{ idx: number; high_ms: number }>(),
    [1],
  );
  return top === undefined ? { next: 0, highMs: 0 } : { next: top.idx + 1, highMs: top.high_ms };
}

export async function readHeads(
  transaction: LedgerTransaction,
  dialect: DialectName,
  streams: readonly string[],
): Promise<readonly Database["stream_head"][]> {
  const build = () => transaction.selectFrom("stream_head").selectAll().where("stream", "in", streams);
  return run(transaction, `${dialect} heads ${streams.length}`, build, streams);
}

export async function readCommands(
  transaction: LedgerTransaction,
  dialect: DialectName,
  ids: readonly string[],
): Promise<readonly Database["command"][]> {
  const build = () => transaction.selectFrom("command").selectAll().where("id", "in", ids);
  return run(transaction, `${dialect} commands ${ids.length}`, build, ids);
}

/** What a command recorded, read back from its entries. */
export async function readRecorded(
  database: LedgerDatabase,
  { first_idx: first, count }: Database["command"],
): Promise<Recorded> {
  const rows = await database
    .selectFrom("entry")
    .select("bytes")
    .where("idx", ">=", first)
    .where("idx", "<", first + count)
    .orderBy("idx")
    .execute();
  return { first, events: rows.map(({ bytes }) => unwrap(parseEntry(bytes))) };
}

/** The rows of new entries, in every table. */
export interface NewRows {
  readonly entries: readonly Database["entry"][];
  readonly index: readonly Database["entry_index"][];
  readonly commands: readonly Database["command"][];
  readonly heads: readonly Database["stream_head"][];
}

export async function writeRows(
  transaction: LedgerTransaction,
  dialect: DialectName,
  { entries, index, commands, heads }: NewRows,
): Promise<void> {
  await insert(transaction, dialect, "entry", entries);
  await insert(transaction, dialect, "entry_index", index);
  await insert(transaction, dialect, "command", commands);
  for (const rows of chunks(heads))
    await run(
      transaction,
      `${dialect} move ${rows.length}`,
      () =>
        transaction
          .insertInto("stream_head")
          .values(rows)
          .onConflict((conflict) =>
            conflict.column("stream").doUpdateSet(({ ref }) => ({ version: ref("excluded.version") })),
          ),
      rows.flatMap((row) => Object.values(row)),
    );
}

async function insert<T extends keyof Database>(
  transaction: LedgerTransaction,
  dialect: DialectName,
  table: T,
  all: readonly Database[T][],
): Promise<void> {
  for (const rows of chunks(all))
    await run(
      transaction,
      `${dialect} ${table} ${rows.length}`,
      () => transaction.insertInto(table).values(rows as never),
      rows.flatMap((row) => Object.values(row)),
    );
}

function chunks<T>(rows: readonly T[]): T[][] {
  const count = Math.ceil(rows.length / ROWS_MAX);
  return Array.from({ length: count }, (_, chunk) => rows.slice(chunk * ROWS_MAX, (chunk + 1) * ROWS_MAX));
}

const texts = new Map<string, string>();

/**
 * Runs a statement whose text depends on `key` alone, so it is written once: building the text of a small insert takes
 * longer than SQLite needs to carry it out.
 */
async function run<T>(
  transaction: LedgerTransaction,
  key: string,
  build: () => Compilable<T>,
  parameters: readonly unknown[],
): Promise<readonly T[]> {
  let text = texts.get(key);
  if (text === undefined) {
    text = build().compile().sql;
    texts.set(key, text);
  }
  const { rows } = await transaction.executeQuery<T>(CompiledQuery.raw(text, [...parameters]));
  return rows;
}
