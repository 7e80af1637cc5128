import type { LedgerEntry, LedgerQuery } from "../app/ledger-ports.ts";
import type { LedgerDatabase } from "./database.ts";

const LIMIT = 100;
const LIMIT_MAX = 10_000;

/** Entries that meet every condition, in order. A period is turned into a range of indexes first, so it costs no scan. */
export async function findEntries(database: LedgerDatabase, query: LedgerQuery): Promise<readonly LedgerEntry[]> {
  const { actor, object, stream, action, from, to, after } = query;
  const limit = Math.min(query.limit ?? LIMIT, LIMIT_MAX);
  const range = await indexRange(database, { from, to });
  if (range === undefined) return [];
  let select = database.selectFrom("entry_index").select("entry_index.idx");
  if (stream !== undefined) select = select.where("stream", "=", stream);
  if (object !== undefined) select = select.where("object", "=", object);
  if (actor !== undefined) select = select.where("actor", "=", actor);
  if (action !== undefined) select = select.where("action", "=", action);
  if (from !== undefined) select = select.where("time_ms", ">=", from);
  if (to !== undefined) select = select.where("time_ms", "<", to);
  const first = Math.max(range.first, (after ?? -1) + 1);
  if (first > 0) select = select.where("entry_index.idx", ">=", first);
  if (range.last !== undefined) select = select.where("entry_index.idx", "<=", range.last);
  const rows = await select
    .innerJoin("entry", "entry.idx", "entry_index.idx")
    .select("entry.bytes")
    .orderBy("entry_index.idx")
    .limit(limit)
    .execute();
  return rows.map(({ idx, bytes }) => ({ index: idx, bytes }));
}

/**
 * The indexes between which every entry of a period lies. `high_ms` never falls, and an entry is behind it by at most the
 * largest step back that any clock ever made.
 */
async function indexRange(
  database: LedgerDatabase,
  { from, to }: { readonly from: number | undefined; readonly to: number | undefined },
): Promise<{ first: number; last: number | undefined } | undefined> {
  let first = 0;
  if (from !== undefined) {
    const row = await database
      .selectFrom("entry_index")
      .select("idx")
      .where("high_ms", ">=", from)
      .orderBy("high_ms")
      .orderBy("idx")
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    first = row.idx;
  }
  if (to === undefined) return { first, last: undefined };
  const back = await database
    .selectFrom("entry_index")
    .select("back_ms")
    .where("back_ms", ">", 0)
    .orderBy("back_ms", "desc")
    .limit(1)
    .executeTakeFirst();
  const last = await database
    .selectFrom("entry_index")
    .select("idx")
    .where("high_ms", "<", to + (back?.back_ms ?? 0))
    .orderBy("high_ms", "desc")
    .orderBy("idx", "desc")
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? undefined : { first, last: last.idx };
}
