import type { LedgerEntry } from "../app/ledger-ports.ts";
import { parseEntry, type EventEntry } from "../contract/event.ts";
import { SlipwayError, unwrap } from "../kernel/problem.ts";
import { commandDigest, eventsAsSent, indexRow } from "./entry-rows.ts";
import type { NewRows } from "./statements.ts";

const CHUNK = 1000;

interface Made {
  entries: NewRows["entries"][number][];
  index: NewRows["index"][number][];
  commands: NewRows["commands"][number][];
  heads: Map<string, number>;
}

/**
 * Every row that follows from a whole log, in chunks. The log has to be without a gap and each stream has to count on by
 * one; what is not is a problem that names the entry.
 */
export async function* deriveRows(entries: AsyncIterable<LedgerEntry>): AsyncGenerator<NewRows> {
  const versions = new Map<string, number>();
  let open: { id: string; first: number; events: EventEntry[] } | undefined;
  let made = nothing();
  let [next, highMs] = [0, 0];
  const closeCommand = (): void => {
    if (open !== undefined) made.commands.push(commandRow(open));
  };
  for await (const { index, bytes } of entries) {
    const entry = unwrap(parseEntry(bytes));
    const version = (versions.get(entry.stream) ?? 0) + 1;
    if (index !== next || entry.streamVersion !== version) throw brokenOrder(index, next, entry, version);
    const row = indexRow(index, entry, highMs);
    made.entries.push({ idx: index, bytes });
    made.index.push(row);
    made.heads.set(entry.stream, version);
    versions.set(entry.stream, version);
    if (open?.id !== entry.command) {
      closeCommand();
      open = { id: entry.command, first: index, events: [] };
    }
    open.events.push(entry);
    [next, highMs] = [index + 1, row.high_ms];
    if (made.entries.length < CHUNK) continue;
    yield rows(made);
    made = nothing();
  }
  closeCommand();
  yield rows(made);
}

function nothing(): Made {
  return { entries: [], index: [], commands: [], heads: new Map() };
}

function rows({ heads, ...made }: Made): NewRows {
  return { ...made, heads: [...heads].map(([stream, version]) => ({ stream, version })) };
}

function commandRow({ id, first, events }: { id: string; first: number; events: EventEntry[] }) {
  return { id, digest: commandDigest(eventsAsSent(events)), first_idx: first, count: events.length };
}

function brokenOrder(index: number, next: number, entry: EventEntry, version: number): SlipwayError {
  const found =
    index === next
      ? `entry ${index} is version ${entry.streamVersion} of ${entry.stream}`
      : `after entry ${next - 1} comes entry ${index}`;
  return new SlipwayError({
    code: "ledger-broken",
    kind: "failed",
    found,
    expected: index === next ? `version ${version}` : `entry ${next}`,
    action: "restore the ledger from a backup: `slipway restore DIR`",
  });
}
