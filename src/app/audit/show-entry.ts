import type { LedgerReader } from "../ledger-ports.ts";
import { noSuchEntry } from "./log-problems.ts";

/** The exact bytes of one entry. Nothing is verified. */
export async function entryAt(ledger: LedgerReader, index: number): Promise<Uint8Array> {
  for await (const entry of ledger.entries(index, index + 1)) if (entry.index === index) return entry.bytes;
  throw noSuchEntry(index, await ledger.size());
}
