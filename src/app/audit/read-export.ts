import { parseEntry, type EventEntry } from "../../contract/event.ts";
import { decodeBundle } from "../../domain/merkle/entry-bundle.ts";
import { readCheckpoint } from "../../domain/merkle/signed-checkpoint.ts";
import { tileAt, tilePath, TILE_WIDTH } from "../../domain/merkle/tile.ts";
import { must } from "../../kernel/assert.ts";
import { unwrap } from "../../kernel/problem.ts";
import type { LedgerEntry, LedgerQuery, LedgerReader } from "../ledger-ports.ts";
import type { LogFiles } from "../log-ports.ts";
import { brokenLog, noCheckpoint } from "./log-problems.ts";

const LIMIT = 100;

/** The entries of an exported log, read as those of a ledger are. Nothing is verified. */
export function readerOfExport(files: LogFiles): LedgerReader {
  const size = async (): Promise<number> => {
    const note = await files.read("checkpoint");
    if (note === undefined) throw noCheckpoint(files.place);
    const checkpoint = readCheckpoint(note);
    if (!checkpoint.ok) throw brokenLog(files.place, `checkpoint: ${checkpoint.error}`);
    return checkpoint.value.size;
  };
  const entries = async function* (from: number, to: number): AsyncGenerator<LedgerEntry> {
    const all = await size();
    const end = Math.min(to, all);
    for (let index = from; index < end;) {
      const tile = must(tileAt("entries", Math.floor(index / TILE_WIDTH), all), "the log reaches that far");
      const bundle = decodeBundle((await files.read(tilePath(tile))) ?? new Uint8Array()).entries;
      for (; index < Math.min(end, (tile.index + 1) * TILE_WIDTH); index++) {
        const bytes = bundle[index % TILE_WIDTH];
        if (bytes === undefined) throw brokenLog(files.place, `${tilePath(tile)} does not hold entry ${index}`);
        yield { index, bytes };
      }
    }
  };
  const find = async (query: LedgerQuery): Promise<readonly LedgerEntry[]> => {
    const found: LedgerEntry[] = [];
    const limit = query.limit ?? LIMIT;
    for await (const entry of entries((query.after ?? -1) + 1, Number.MAX_SAFE_INTEGER)) {
      if (found.length >= limit) break;
      if (meets(unwrap(parseEntry(entry.bytes)), query)) found.push(entry);
    }
    return found;
  };
  return { size, entries, find };
}

function meets(entry: EventEntry, { actor, object, stream, action, from, to }: LedgerQuery): boolean {
  const time = Date.parse(entry.time);
  return (
    (actor === undefined || entry.actor.id === actor) &&
    (object === undefined || `${entry.object.kind}/${entry.object.id}` === object) &&
    (stream === undefined || entry.stream === stream) &&
    (action === undefined || entry.action === action) &&
    (from === undefined || time >= from) &&
    (to === undefined || time < to)
  );
}
