import type { AppendCommand, Recorded, StreamHistory } from "../../../src/app/ledger-ports.ts";
import { checkNewEvent, type EventEntry } from "../../../src/contract/event.ts";
import { canonicalJson } from "../../../src/kernel/canonical-json.ts";
import { SlipwayError, unwrap } from "../../../src/kernel/problem.ts";
import { commandReused, staleRead } from "../../../src/ledger/problems.ts";

/** An event store in memory with the rules of the real one: every stream at the version that was read, or nothing at all. */
export class SimStore {
  readonly #streams = new Map<string, EventEntry[]>();
  readonly #commands = new Map<string, { readonly events: string; readonly recorded: Recorded }>();
  readonly #now: () => number;
  readonly #onAppend: (entries: readonly EventEntry[], reads: AppendCommand["reads"]) => void;
  #size = 0;

  constructor(now: () => number, onAppend: (entries: readonly EventEntry[], reads: AppendCommand["reads"]) => void) {
    this.#now = now;
    this.#onAppend = onAppend;
  }

  read(stream: string, after = 0): StreamHistory {
    const all = this.#streams.get(stream) ?? [];
    return { version: all.length, events: all.slice(after) };
  }

  append({ id, reads, events }: AppendCommand): Recorded {
    const said = canonicalJson(events);
    const before = this.#commands.get(id);
    if (before?.events === said) return before.recorded;
    if (before !== undefined) throw new SlipwayError(commandReused(id));
    const stale = [...reads].flatMap(([stream, read]) => {
      const is = this.read(stream).version;
      return is === read ? [] : [{ stream, read, is }];
    });
    if (stale.length > 0) throw new SlipwayError(staleRead(stale));
    const time = new Date(this.#now()).toISOString().replace("Z", "+00:00");
    const entries = (JSON.parse(said) as unknown[]).map((event): EventEntry => {
      const checked = unwrap(checkNewEvent(event));
      const stream = this.#streams.get(checked.stream) ?? [];
      const entry: EventEntry = { ...checked, format: 1, streamVersion: stream.length + 1, time, command: id };
      stream.push(entry);
      this.#streams.set(checked.stream, stream);
      return entry;
    });
    const recorded = { first: this.#size, events: entries };
    this.#size += entries.length;
    this.#commands.set(id, { events: said, recorded });
    this.#onAppend(entries, reads);
    return recorded;
  }
}
