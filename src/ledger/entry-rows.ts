import { hash } from "node:crypto";
import type { EventEntry, NewEvent } from "../contract/event.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import type { EntryIndexRow } from "./database.ts";

/** What an entry can be found by. `before` is the largest time of all earlier entries. */
export function indexRow(idx: number, entry: EventEntry, beforeMs: number): EntryIndexRow {
  const timeMs = Date.parse(entry.time);
  const highMs = Math.max(beforeMs, timeMs);
  return {
    idx,
    stream: entry.stream,
    stream_version: entry.streamVersion,
    actor: entry.actor.id,
    object: `${entry.object.kind}/${entry.object.id}`,
    action: entry.action,
    time_ms: timeMs,
    high_ms: highMs,
    back_ms: highMs - timeMs,
  };
}

/** Tells commands with one id apart: equal events, equal digest. What the ledger adds (time, version) does not count. */
export function commandDigest(events: readonly NewEvent[]): string {
  return hash("sha256", canonicalJson(events));
}

/** The events as the command brought them. */
export function eventsAsSent(entries: readonly EventEntry[]): NewEvent[] {
  return entries.map(({ format: _format, streamVersion: _version, time: _time, command: _command, ...event }) => event);
}
