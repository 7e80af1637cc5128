import { decodeBundle } from "../../domain/merkle/entry-bundle.ts";
import { readCheckpoint } from "../../domain/merkle/signed-checkpoint.ts";
import { tileAt, tilePath, TILE_WIDTH } from "../../domain/merkle/tile.ts";
import type { LedgerReader } from "../ledger-ports.ts";
import type { LogFiles } from "../log-ports.ts";
import { brokenLog, noSuchEntry } from "./log-problems.ts";

/** The exact bytes of one entry of the ledger. */
export async function entryOfLedger(ledger: LedgerReader, index: number): Promise<Uint8Array> {
  for await (const entry of ledger.entries(index, index + 1)) if (entry.index === index) return entry.bytes;
  throw noSuchEntry(index, await ledger.size());
}

/** The exact bytes of one entry of an exported log. Nothing is verified. */
export async function entryOfFiles(files: LogFiles, index: number): Promise<Uint8Array> {
  const checkpoint = readCheckpoint((await files.read("checkpoint")) ?? new Uint8Array());
  if (!checkpoint.ok) throw brokenLog(files.place, `checkpoint: ${checkpoint.error}`);
  const tile = tileAt("entries", Math.floor(index / TILE_WIDTH), checkpoint.value.size);
  if (tile === undefined || index >= checkpoint.value.size) throw noSuchEntry(index, checkpoint.value.size);
  const bytes = await files.read(tilePath(tile));
  const entry = bytes === undefined ? undefined : decodeBundle(bytes).entries[index % TILE_WIDTH];
  if (entry === undefined) throw brokenLog(files.place, `${tilePath(tile)} does not hold entry ${index}`);
  return entry;
}
