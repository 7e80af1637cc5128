import type { EventEntry } from "../../contract/event.ts";
import type { Json } from "../../kernel/canonical-json.ts";

/** An entry with its place in the log. */
export interface IndexedEntry {
  readonly index: number;
  readonly entry: EventEntry;
}

const VALUE_MAX = 40;

/** A table for people: when, who, in which role, did what to what, from which value to which, and why. */
export function renderEntries(entries: readonly IndexedEntry[]): string {
  const cells = entries.map(({ index, entry }) => [
    String(index),
    entry.time,
    `${entry.actor.name} <${entry.actor.id}>`,
    entry.role,
    entry.action,
    `${entry.object.kind}/${entry.object.id}@${entry.object.version}`,
    `${brief(entry.old)} -> ${brief(entry.new)}`,
    entry.reason ?? "",
  ]);
  const rows = [["INDEX", "TIME", "ACTOR", "ROLE", "ACTION", "OBJECT", "OLD -> NEW", "REASON"], ...cells].map((row) =>
    row.map(printable),
  );
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** One entry in full. */
export function renderEntry({ index, entry }: IndexedEntry): string {
  const { actor, role, action, object, time, reason, stream, streamVersion, type, origin, command } = entry;
  const client = [origin.host, origin.client, origin.session].filter((each) => each !== undefined).join(", ");
  return [
    ["entry", String(index)],
    ["time", time],
    ["actor", `${actor.name} <${actor.id}>, ${role}`],
    ["action", action],
    ["object", `${object.kind}/${object.id}@${object.version}`],
    ["old", JSON.stringify(entry.old)],
    ["new", JSON.stringify(entry.new)],
    ...(reason === undefined ? [] : [["reason", reason]]),
    ["event", `${type}, ${streamVersion} of ${stream}`],
    ["origin", client],
    ["command", command],
    ["payload", JSON.stringify(entry.payload)],
  ]
    .map(([name, value]) => `${name!.padEnd(8)} ${printable(value!)}`)
    .join("\n");
}

function brief(value: Json): string {
  const text = value === null ? "-" : typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= VALUE_MAX ? text : `${text.slice(0, VALUE_MAX - 3)}...`;
}

/** What others wrote must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ");
}
