import type { EventEntry, NewEvent } from "../../contract/event.ts";
import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";
import { isSlipwayError, SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { EventStore } from "../ledger-ports.ts";
import type { DomainEvent, Loaded, StreamKind } from "./stream-kind.ts";

/** Who acts, and in which role. */
export interface Acting {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly origin: NewEvent["origin"];
}

/** An event that is going to be recorded, as its stream tells it. */
export interface Fact {
  readonly stream: string;
  /** The event with what an auditor reads about it. */
  readonly entry: Pick<NewEvent, "type" | "action" | "object" | "old" | "new" | "reason" | "payload">;
}

/** The streams of a ledger as the states they make. What was read once is read on from there. */
export interface Streams {
  load<State, Event extends DomainEvent>(kind: StreamKind<State, Event>, id: string): Promise<Loaded<State>>;
  /** Records what was decided on what was read; a `stale-read` problem when something else came first. */
  record(by: Acting, reads: readonly Loaded<unknown>[], facts: readonly Fact[], command?: string): Promise<void>;
}

/** How often a decision is made again when what it was made on has changed meanwhile. */
const ATTEMPTS_MAX = 5;

export function openStreams(ledger: Pick<EventStore, "append" | "read">): Streams {
  const known = new Map<string, Loaded<unknown>>();
  return {
    async load<State, Event extends DomainEvent>(kind: StreamKind<State, Event>, id: string) {
      const stream = `${kind.name}/${id}`;
      const seen = known.get(stream) as Loaded<State> | undefined; // written below, with the same kind
      const { version, events } = await ledger.read(stream, seen?.version ?? 0);
      const state = replay(kind, seen?.state ?? kind.empty, events);
      const loaded = { stream, version, state };
      known.set(stream, loaded);
      return loaded;
    },
    async record({ id, name, role, origin }, reads, facts, command = crypto.randomUUID()) {
      if (facts.length === 0) return;
      await ledger.append({
        id: command,
        reads: new Map(reads.map(({ stream, version }) => [stream, version])),
        events: facts.map(({ stream, entry }) => ({ ...entry, stream, actor: { id, name }, role, origin })),
      });
    },
  };
}

/** Reads, decides and records; again from the start when something else was recorded in between. */
export async function decideOnce<T>(attempt: () => Promise<T>): Promise<T> {
  for (let number = 1; ; number++)
    try {
      return await attempt();
    } catch (error) {
      const isStale = isSlipwayError(error) && error.problems[0].code === "stale-read";
      if (!isStale || number === ATTEMPTS_MAX) throw error;
    }
}

/** The entry an event becomes. */
export function factOf<State, Event extends DomainEvent>(
  kind: StreamKind<State, Event>,
  { stream, version, state }: Loaded<State>,
  event: Event,
): Fact {
  const { action, object, old, new: now, reason } = kind.describe(event, state);
  const { type, ...payload } = event;
  const [kindName = "", ...id] = stream.split("/");
  return {
    stream,
    entry: {
      type,
      action,
      object: { ...(object ?? { kind: kindName, id: id.join("/") }), version: `${version + 1}` },
      old,
      new: now,
      ...(reason === undefined ? {} : { reason }),
      payload: payload as Record<string, Json>, // checked with the entry when it is appended
    },
  };
}

/** The entries of several events of one stream, each told by what was true before it. `at`: Unix milliseconds. */
export function factsOf<State, Event extends DomainEvent>(
  kind: StreamKind<State, Event>,
  loaded: Loaded<State>,
  events: readonly Event[],
  at: number,
): Fact[] {
  let before = loaded;
  return events.map((event) => {
    const fact = factOf(kind, before, event);
    before = after(kind, before, event, at);
    return fact;
  });
}

/** The stream as it is going to be, for the next event of the same command. */
export function after<State, Event extends DomainEvent>(
  kind: StreamKind<State, Event>,
  { stream, version, state }: Loaded<State>,
  event: Event,
  at: number,
): Loaded<State> {
  return { stream, version: version + 1, state: kind.evolve(state, event, at) };
}

function replay<State, Event extends DomainEvent>(
  kind: StreamKind<State, Event>,
  before: State,
  entries: readonly EventEntry[],
): State {
  const events = entries
    .filter(({ type }) => kind.types.has(type))
    .map((entry) => ({ event: eventOf(kind, entry), at: Date.parse(entry.time) }));
  if (kind.evolveAll !== undefined) return kind.evolveAll(before, events);
  return events.reduce((state, { event, at }) => kind.evolve(state, event, at), before);
}

function eventOf<State, Event extends DomainEvent>(
  kind: StreamKind<State, Event>,
  { type, payload }: EventEntry,
): Event {
  const parsed = kind.schema.safeParse({ ...payload, type });
  if (parsed.success) return parsed.data;
  throw new SlipwayError(notUnderstood(kind.name, type, payload));
}

function notUnderstood(kind: string, type: string, payload: Json): Problem {
  return {
    code: "entry-unreadable",
    kind: "failed",
    found: `an event ${type} of a stream of ${kind}s is not understood: ${canonicalJson(payload).slice(0, 200)}`,
    expected: "an event of a version of Slipway up to this one",
    action: "use the version that wrote it, or `slipway audit verify`",
  };
}
