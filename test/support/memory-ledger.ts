import type { Ledger, LedgerEntry, LedgerReader } from "../../src/app/ledger-ports.ts";

/** A ledger in memory whose entries a test may change behind the back of the log. */
export interface MemoryLedger extends LedgerReader, Pick<Ledger, "compareReadModels"> {
  readonly stored: Uint8Array[];
  /** Adds entries `entry N of WORLD` until there are so many. */
  growTo(size: number): void;
}

export function memoryLedger(size: number, world = "ours"): MemoryLedger {
  const stored: Uint8Array[] = [];
  const ledger: MemoryLedger = {
    stored,
    growTo: (wanted) => {
      while (stored.length < wanted) stored.push(new TextEncoder().encode(`entry ${stored.length} of ${world}`));
    },
    size: async () => stored.length,
    entries: (from, to) => slice(stored, from, to),
    compareReadModels: async () => [],
    find: async () => stored.map((bytes, index) => ({ index, bytes })),
  };
  ledger.growTo(size);
  return ledger;
}

async function* slice(stored: readonly Uint8Array[], from: number, to: number): AsyncGenerator<LedgerEntry> {
  for (let index = from; index < Math.min(to, stored.length); index++) yield { index, bytes: stored[index]! };
}
