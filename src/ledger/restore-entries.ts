import { SlipwayError } from "../kernel/problem.ts";
import type { DialectName, LedgerTransaction } from "./database.ts";
import { deriveRows } from "./derive-rows.ts";
import { readTop, writeRows } from "./statements.ts";
import { perform } from "./steps.ts";

/** Fills an empty ledger with the entries of another, byte for byte. Returns how many there are. */
export async function restoreEntries(
  transaction: LedgerTransaction,
  dialect: DialectName,
  entries: AsyncIterable<Uint8Array>,
): Promise<number> {
  const { next } = await perform(transaction, readTop(transaction, dialect));
  if (next > 0) throw notEmpty(next);
  let count = 0;
  for await (const rows of deriveRows(numbered(entries))) {
    await perform(transaction, writeRows(transaction, dialect, rows));
    count += rows.entries.length;
  }
  return count;
}

async function* numbered(entries: AsyncIterable<Uint8Array>) {
  let index = 0;
  for await (const bytes of entries) {
    yield { index, bytes };
    index += 1;
  }
}

function notEmpty(size: number): SlipwayError {
  return new SlipwayError({
    code: "ledger-not-empty",
    kind: "refused",
    found: `the ledger has ${size} entries`,
    expected: "an empty ledger: a restored one never replaces another",
    action: "name an empty folder (SLIPWAY_DATA) or database (SLIPWAY_DATABASE_URL)",
  });
}
