import type { LedgerEntry } from "../app/ledger-ports.ts";
import type { LedgerDatabase } from "./database.ts";

const PAGE = 1000;

/** Entries [from, to) in order, a page at a time: memory does not grow with the log. */
export async function* readEntries(
  database: LedgerDatabase,
  from: number,
  to = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<LedgerEntry> {
  let next = from;
  while (next < to) {
    const rows = await database
      .selectFrom("entry")
      .selectAll()
      .where("idx", ">=", next)
      .where("idx", "<", to)
      .orderBy("idx")
      .limit(PAGE)
      .execute();
    for (const { idx, bytes } of rows) yield { index: idx, bytes };
    if (rows.length < PAGE) return;
    next = rows.at(-1)!.idx + 1;
  }
}
