import type { Database, DialectName, LedgerDatabase, LedgerTransaction } from "./database.ts";
import { deriveRows } from "./derive-rows.ts";
import { readEntries } from "./read-entries.ts";
import { writeRows } from "./statements.ts";
import { perform } from "./steps.ts";

/** Empties the read models and fills them from the entries again. */
export async function rebuildReadModels(transaction: LedgerTransaction, dialect: DialectName): Promise<void> {
  for (const table of ["entry_index", "command", "stream_head"] as const) await transaction.deleteFrom(table).execute();
  for await (const rows of deriveRows(readEntries(transaction, 0)))
    await perform(transaction, writeRows(transaction, dialect, { ...rows, entries: [] }));
}

/**
 * Where the read models are not what the entries say, a line each, at most ten. Empty when they are equal. Asked within
 * one transaction, so that appends do not come between.
 */
export async function compareReadModels(transaction: LedgerTransaction): Promise<readonly string[]> {
  const heads = new Map<string, number>();
  const differences: string[] = [];
  const counts = { entry_index: 0, command: 0, stream_head: 0 };
  for await (const { index, commands, heads: moved } of deriveRows(readEntries(transaction, 0))) {
    counts.entry_index += index.length;
    counts.command += commands.length;
    for (const { stream, version } of moved) heads.set(stream, version);
    const have = await indexRows(transaction, index);
    for (const row of index) differences.push(...difference(`entry_index ${row.idx}`, row, have.get(row.idx)));
    const known = await commandRows(transaction, commands);
    for (const row of commands) differences.push(...difference(`command ${row.id}`, row, known.get(row.id)));
    if (differences.length > 10) break;
  }
  counts.stream_head = heads.size;
  const stored = await transaction.selectFrom("stream_head").selectAll().execute();
  for (const { stream, version } of stored)
    differences.push(...difference(`stream_head ${stream}`, heads.get(stream), version));
  for (const table of ["entry_index", "command", "stream_head"] as const)
    differences.push(...(await surplus(transaction, table, counts[table])));
  return differences.slice(0, 10);
}

async function indexRows(transaction: LedgerDatabase, index: readonly Database["entry_index"][]) {
  const [first, last] = [index[0]?.idx ?? 0, index.at(-1)?.idx ?? -1];
  const rows = await transaction
    .selectFrom("entry_index")
    .selectAll()
    .where("idx", ">=", first)
    .where("idx", "<=", last)
    .execute();
  return new Map(rows.map((row) => [row.idx, row]));
}

async function commandRows(transaction: LedgerDatabase, commands: readonly Database["command"][]) {
  if (commands.length === 0) return new Map<string, Database["command"]>();
  const [first, last] = [commands[0]!.first_idx, commands.at(-1)!.first_idx];
  const rows = await transaction
    .selectFrom("command")
    .selectAll()
    .where("first_idx", ">=", first)
    .where("first_idx", "<=", last)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function surplus(
  transaction: LedgerDatabase,
  table: "entry_index" | "command" | "stream_head",
  expected: number,
): Promise<string[]> {
  const { count } = await transaction
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count === expected ? [] : [`${table} has ${count} rows and the entries make ${expected}`];
}

function difference(name: string, expected: unknown, found: unknown): string[] {
  const [said, is] = [expected, found].map((value) => JSON.stringify(value, sortedKeys) ?? "missing");
  return said === is ? [] : [`${name} is ${is}, and the entries make it ${said}`];
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
