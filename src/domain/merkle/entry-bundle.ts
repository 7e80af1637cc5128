import { assert } from "../../kernel/assert.ts";
import { concatBytes } from "../../kernel/bytes.ts";

/** The most bytes an entry can have: its length is written in two bytes. */
export const ENTRY_BYTES_MAX = 65_535;

/** Up to 256 entries in one file, each after its length as a big-endian 16-bit number (C2SP tlog-tiles). */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    entries.flatMap((entry) => {
      assert(entry.length <= ENTRY_BYTES_MAX, "an entry of the log is longer than its length field can say");
      return [Uint8Array.of(entry.length >> 8, entry.length & 255), entry];
    }),
  );
}

export interface DecodedBundle {
  readonly entries: readonly Uint8Array[];
  /** Whether the bytes end exactly after the last entry. */
  readonly complete: boolean;
}

/** The entries of a bundle as far as they can be read. */
export function decodeBundle(bytes: Uint8Array): DecodedBundle {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const end = at + 2 + ((bytes[at]! << 8) | bytes[at + 1]!);
    if (end > bytes.length) break;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return { entries, complete: at === bytes.length };
}
