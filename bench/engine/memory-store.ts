import type { EventStore, Recorded } from "../../src/app/ledger-ports.ts";
import { checkNewEvent, type EventEntry } from "../../src/contract/event.ts";
import { SlipwayError, unwrap } from "../../src/kernel/problem.ts";
import { staleRead } from "../../src/ledger/problems.ts";

/** The streams of a ledger without a disk and without a log: what the engine costs by itself. */
export function memoryStore(now: () => number): Pick<EventStore, "append" | "read" | "close"> {
  const streams = new Map<string, EventEntry[]>();
  const versionOf = (stream: string): number => streams.get(stream)?.length ?? 0;
  return {
    async append({ id: command, reads, events }): Promise<Recorded> {
      const stale = [...reads].filter(([stream, version]) => versionOf(stream) !== version);
      if (stale.length > 0)
        throw new SlipwayError(staleRead(stale.map(([stream, read]) => ({ stream, read, is: versionOf(stream) }))));
      const time = new Date(now()).toISOString().replace("Z", "+00:00");
      const entries = events.map((event): EventEntry => {
        const streamVersion = versionOf(event.stream) + 1;
        const entry = { ...unwrap(checkNewEvent(event)), format: 1 as const, streamVersion, time, command };
        if (streamVersion === 1) streams.set(event.stream, [entry]);
        else streams.get(event.stream)!.push(entry);
        return entry;
      });
      return { first: 0, events: entries };
    },
    read: async (stream, after = 0) => ({
      version: versionOf(stream),
      events: streams.get(stream)?.slice(after) ?? [],
    }),
    close: async () => undefined,
  };
}
