import type { Ledger, LedgerAccess } from "../ledger-ports.ts";

/** Access to a ledger that somebody has open: it is not opened twice, and only its owner closes it. */
export function heldLedger(ledger: Ledger, access: LedgerAccess): LedgerAccess {
  const held: Ledger = { ...ledger, close: async () => undefined };
  return { ...access, open: async () => held, openExisting: async () => held };
}
