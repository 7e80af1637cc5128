import type * as z from "zod/mini";
import type { Json } from "../../kernel/canonical-json.ts";

/** An event as its domain knows it; in the ledger, everything but its type stands in the payload. */
export interface DomainEvent {
  readonly type: string;
}

/** The streams of one kind: how their events are read, and what they make true. */
export interface StreamKind<State, Event extends DomainEvent> {
  /** First part of the names of its streams: `environment`. */
  readonly name: string;
  /** What is true where nothing has happened. */
  readonly empty: State;
  /** Every event of the kind, told apart by `type`. Other types in such a stream are records of somebody else. */
  readonly schema: z.ZodMiniType<Event>;
  readonly types: ReadonlySet<string>;
  /** `at`: Unix milliseconds. */
  evolve(state: State, event: Event, at: number): State;
  /** The same for many events, where one copy of the state for each would be too much. */
  evolveAll?(state: State, events: readonly { readonly event: Event; readonly at: number }[]): State;
  /** How an auditor reads the event, given what was true before it. */
  describe(event: Event, before: State): Description;
}

/** What an entry of the log says beside the event itself. */
export interface Description {
  readonly action: string;
  /** What was acted on, when it is not the stream as a whole. */
  readonly object?: { readonly kind: string; readonly id: string };
  readonly old: Json;
  readonly new: Json;
  readonly reason?: string;
}

/** One stream as it was read. */
export interface Loaded<State> {
  readonly stream: string;
  readonly version: number;
  readonly state: State;
}
