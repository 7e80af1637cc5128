import { sql, type Transaction } from "kysely";
import type { Database, DialectName } from "./database.ts";

/** One writer at a time for the whole log, so that its order has no gap. SQLite's transactions hold such a lock anyway. */
export async function lockAppends(transaction: Transaction<Database>, dialect: DialectName): Promise<void> {
  if (dialect === "postgres") await sql`select pg_advisory_xact_lock(${APPEND_LOCK}::bigint)`.execute(transaction);
}

/** "slipwa" in ASCII: below 2^53 and unlikely to be taken by another program in the same database. */
const APPEND_LOCK = 0x73_6c_69_70_77_61;
