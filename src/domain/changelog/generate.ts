import type { Change } from "../plan/change.ts";
import type { GeneratedEntry } from "./edit.ts";
import { wouldBePlacements } from "./placement.ts";
import { placedChanges, type ReleaseEntry } from "./release-entry.ts";
import { itemLine, sectionOrder, writeEntry, type EntryWriter } from "./write-entry.ts";

/** The text of an entry together with what is needed to tell it from a text that people wrote or changed. */
export function generateEntry(
  entry: ReleaseEntry & { readonly version: string },
  changes: readonly Change[],
  writer: EntryWriter,
  dated: boolean,
): GeneratedEntry {
  const lines = changes.flatMap((change) =>
    placedChanges(change, wouldBePlacements(change)).map((placed) => itemLine(placed, writer.forge)),
  );
  return {
    version: entry.version,
    text: writeEntry(entry, writer),
    skeleton: writeEntry({ ...entry, changes: [] }, writer),
    knownLines: new Set(lines),
    dated,
    order: sectionOrder(writer.style),
    sectionLevel: writer.style === "keep" ? 3 : 4,
  };
}
