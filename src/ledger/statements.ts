import type { Compilable } from "kysely";
import type { Recorded } from "../app/ledger-ports.ts";
import { parseEntry } from "../contract/event.ts";
import { unwrap } from "../kernel/problem.ts";
import type { Database, DialectName, LedgerDatabase } from "./database.ts";
import type { Steps } from "./steps.ts";

/** Rows of one insert; 9 columns each stay well below the parameters a statement may have. */
const ROWS_MAX = 100;

/** Index of the next entry, and the largest time so far. */
export function* readTop(builder: LedgerDatabase, dialect: DialectName): Steps<{ next: number; highMs: number }> {
  const [top] = yield* run<{ idx: number; high_ms: number }>(
    builder,
    `${dialect} top`,
    () =>
      builder
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

export function* readHeads(
  builder: LedgerDatabase,
  dialect: DialectName,
  streams: readonly string[],
): Steps<readonly Database["stream_head"][]> {
  const build = () => builder.selectFrom("stream_head").selectAll().where("stream", "in", streams);
  return yield* run(builder, `${dialect} heads ${streams.length}`, build, streams);
}

export function* readCommands(
  builder: LedgerDatabase,
  dialect: DialectName,
  ids: readonly string[],
): Steps<readonly Database["command"][]> {
  const build = () => builder.selectFrom("command").selectAll().where("id", "in", ids);
  return yield* run(builder, `${dialect} commands ${ids.length}`, build, ids);
}

/** What a command recorded, read back from its entries. */
export function* readRecorded(
  builder: LedgerDatabase,
  dialect: DialectName,
  { first_idx: first, count }: Database["command"],
): Steps<Recorded> {
  const build = () =>
    builder
      .selectFrom("entry")
      .select("bytes")
      .where("idx", ">=", first)
      .where("idx", "<", first + count)
      .orderBy("idx");
  const rows = yield* run<{ bytes: Uint8Array }>(builder, `${dialect} recorded`, build, [first, first + count]);
  return { first, events: rows.map(({ bytes }) => unwrap(parseEntry(bytes))) };
}

/** The entries of a stream behind a version of it. */
export function* readStreamRows(
  builder: LedgerDatabase,
  dialect: DialectName,
  stream: string,
  after: number,
): Steps<readonly Pick<Database["entry"], "bytes">[]> {
  const build = () =>
    builder
      .selectFrom("entry_index")
      .innerJoin("entry", "entry.idx", "entry_index.idx")
      .select("entry.bytes")
      .where("stream", "=", stream)
      .where("stream_version", ">", after)
      .orderBy("stream_version");
  return yield* run<Pick<Database["entry"], "bytes">>(builder, `${dialect} stream`, build, [stream, after]);
}

/** The rows of new entries, in every table. */
export interface NewRows {
  readonly entries: readonly Database["entry"][];
  readonly index: readonly Database["entry_index"][];
  readonly commands: readonly Database["command"][];
  readonly heads: readonly Database["stream_head"][];
}

export function* writeRows(
  builder: LedgerDatabase,
  dialect: DialectName,
  { entries, index, commands, heads }: NewRows,
): Steps<void> {
  yield* insert(builder, dialect, "entry", entries);
  yield* insert(builder, dialect, "entry_index", index);
  yield* insert(builder, dialect, "command", commands);
  for (const rows of chunks(heads))
    yield* run(
      builder,
      `${dialect} move ${rows.length}`,
      () =>
        builder
          .insertInto("stream_head")
          .values(rows)
          .onConflict((conflict) =>
            conflict.column("stream").doUpdateSet(({ ref }) => ({ version: ref("excluded.version") })),
          ),
      rows.flatMap((row) => Object.values(row)),
    );
}

function* insert<T extends keyof Database>(
  builder: LedgerDatabase,
  dialect: DialectName,
  table: T,
  all: readonly Database[T][],
): Steps<void> {
  for (const rows of chunks(all))
    yield* run(
      builder,
      `${dialect} ${table} ${rows.length}`,
      () => builder.insertInto(table).values(rows as never),
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
function* run<T>(
  builder: LedgerDatabase,
  key: string,
  build: () => Compilable<T>,
  parameters: readonly unknown[],
): Steps<readonly T[]> {
  let text = texts.get(key);
  if (text === undefined) {
    text = build().compile().sql;
    texts.set(key, text);
  }
  // The rows have the shape that the statement was built with.
  return (yield { text, parameters }) as readonly T[];
}
