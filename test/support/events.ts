import type { NewEvent } from "../../src/contract/event.ts";

/** An event that keeps every rule; what matters to a test is named by it. */
export function someEvent(about: Partial<NewEvent> = {}): NewEvent {
  return {
    type: "note-added",
    stream: "release/2026-01",
    actor: { id: "person-1", name: "Ada Example" },
    role: "release-manager",
    action: "add",
    object: { kind: "release", id: "2026-01", version: "1" },
    old: null,
    new: { note: "ready" },
    origin: { host: "build-1" },
    payload: {},
    ...about,
  };
}
