/** One event as it was stored, byte for byte. */
export interface LedgerEntry {
  /** Place in the ledger, from 0 and without gaps. */
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Read access to the committed entries of the ledger. */
export interface LedgerReader {
  size(): Promise<number>;
  /** The entries from `from` to before `to`, in order. */
  entries(from: number, to: number): AsyncIterable<LedgerEntry>;
}
