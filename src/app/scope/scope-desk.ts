import type { Product } from "../../config/product.ts";
import type { Actor, Refusal } from "../../domain/release/command.ts";
import { decideScope } from "../../domain/scope/decide.ts";
import type { ScopeCommand } from "../../domain/scope/scope-command.ts";
import type { ScopeEvent } from "../../domain/scope/scope-event.ts";
import type { ScopeState } from "../../domain/scope/scope-state.ts";
import { scopeWarnings } from "../../domain/scope/warnings.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { SCOPE_STREAM } from "../engine/scope-stream.ts";
import type { Loaded } from "../engine/stream-kind.ts";
import { after, decideOnce, factOf, openStreams, type Acting, type Fact, type Streams } from "../engine/streams.ts";
import type { EventStore } from "../ledger-ports.ts";

/** Where the scope of a product is looked after: its stream in an open ledger. */
export interface ScopeDesk {
  read(): Promise<Loaded<ScopeState>>;
  /** Decides and records. A refusal is a problem that says who or what would be needed. */
  act(command: ScopeCommand, by: Acting): Promise<Acted>;
}

export interface Acted {
  readonly events: readonly ScopeEvent[];
  /** What speaks against it, although it is allowed. */
  readonly warnings: readonly string[];
}

export interface DeskTools {
  readonly ledger: EventStore;
  readonly product: Product;
  /** Server time in Unix milliseconds. */
  now(): number;
  /** Whether somebody holds the role they act in; refused where not. */
  authority(streams: Streams, by: Acting, now: number): Promise<Authority>;
  /** Whether nobody decides on their own work. */
  readonly separate: boolean;
}

export interface Authority {
  readonly actor: Actor;
  /** What was read to know. */
  readonly reads: readonly Loaded<unknown>[];
}

export function openScopeDesk({ ledger, product, now, authority, separate }: DeskTools): ScopeDesk {
  const streams = openStreams(ledger);
  const name = product.name.trim().replaceAll(/\s+/gu, "-"); // names of streams hold no blanks
  const read = () => streams.load(SCOPE_STREAM, name);
  return {
    read,
    act: (command, acting) =>
      decideOnce(async () => {
        const loaded = await read();
        const at = now();
        const { actor, reads } = await authority(streams, acting, at);
        const context = { now: at, by: actor, separate, policy: product.planning };
        const decided = decideScope(command, loaded.state, context);
        if (!decided.ok) throw new SlipwayError(refused(decided.error));
        await streams.record(acting, [loaded, ...reads], factsOf(loaded, decided.value, at));
        return { events: decided.value, warnings: scopeWarnings(loaded.state, decided.value) };
      }),
  };
}

function factsOf(loaded: Loaded<ScopeState>, events: readonly ScopeEvent[], at: number): readonly Fact[] {
  const facts: Fact[] = [];
  let before = loaded;
  for (const event of events) {
    facts.push(factOf(SCOPE_STREAM, before, event));
    before = after(SCOPE_STREAM, before, event, at);
  }
  return facts;
}

/** Refusals that are slips of the keyboard; the others are policy or authority. */
const SLIPS = new Set(["capacity", "component", "id", "release", "title"]);

function refused({ code, found, expected }: Refusal): Problem {
  const kind = SLIPS.has(code) || code.startsWith("unknown-") ? "input" : "refused";
  const action = code === "role" ? { action: "`--role ROLE` says in which role you act" } : {};
  return { code, kind, found, expected, ...action };
}
