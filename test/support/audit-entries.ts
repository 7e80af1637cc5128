import { entryBytes, type EventEntry } from "../../src/contract/event.ts";
import { unwrap } from "../../src/kernel/problem.ts";

const PEOPLE = ["ada", "ben", "cleo"];
const ACTIONS = ["start", "approve", "deploy", "withdraw"];

/** A made entry: one a minute from 2026-01-01, by three people in turn, about five releases in turn. */
export function madeEntry(index: number): EventEntry {
  const who = PEOPLE[index % 3]!;
  const action = ACTIONS[index % 4]!;
  const time = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().replace("Z", "+00:00");
  return {
    format: 1,
    type: "release-changed",
    stream: `release/1.${index % 5}.0`,
    streamVersion: Math.floor(index / 5) + 1,
    actor: { id: who, name: `${who} Example` },
    role: "release-manager",
    action,
    object: { kind: "release", id: `1.${index % 5}.0`, version: String(Math.floor(index / 5) + 1) },
    old: `state ${index}`,
    new: { state: index + 1 },
    ...(action === "withdraw" ? { reason: "because of a fault" } : {}),
    origin: { host: "host.example" },
    payload: {},
    time,
    command: `command-${index}`,
  };
}

export function madeEntryBytes(index: number): Uint8Array {
  return unwrap(entryBytes(madeEntry(index)));
}
