import { decodeBundle } from "../../domain/merkle/entry-bundle.ts";
import { levelWidth, tileAt, tilePath, TILE_WIDTH } from "../../domain/merkle/tile.ts";
import type { LedgerReader } from "../ledger-ports.ts";
import type { LogFiles } from "../log-ports.ts";
import type { EntryGroup } from "./compare-tree.ts";

/** The entry bundles of an exported log, also where they are missing or broken. */
export async function* groupsOfFiles(files: LogFiles, size: number): AsyncGenerator<EntryGroup> {
  for (let index = 0; index * TILE_WIDTH < levelWidth(0, size); index++) {
    const tile = tileAt("entries", index, size);
    const where = tile === undefined ? "" : tilePath(tile);
    const bytes = await files.read(where);
    const { entries, complete } = decodeBundle(bytes ?? new Uint8Array());
    const fault = bytes === undefined ? "the bundle that begins with it is missing" : undefined;
    const tail = complete ? undefined : `the bundle that begins with it goes on after its last whole entry`;
    const said = fault ?? tail;
    yield { entries, where, ...(said === undefined ? {} : { fault: said }) };
  }
}

/** The entries of the ledger. It ends early where the ledger does. */
export async function* groupsOfLedger(ledger: LedgerReader, size: number): AsyncGenerator<EntryGroup> {
  const where = "the ledger";
  let group: (Uint8Array | undefined)[] = [];
  let next = 0;
  for await (const { index, bytes } of ledger.entries(0, size))
    for (; next <= index; next++) {
      group.push(next === index ? bytes : undefined);
      if (group.length < TILE_WIDTH) continue;
      yield { entries: group, where };
      group = [];
    }
  if (group.length > 0) yield { entries: group, where };
}
