import { SCOPE_EVENT_TYPES, scopeEventSchema } from "../../contract/scope-event.ts";
import { evolveScope } from "../../domain/scope/evolve.ts";
import type { Particulars, ScopeEvent } from "../../domain/scope/scope-event.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { NO_SCOPE, planOf, type ScopeState } from "../../domain/scope/scope-state.ts";
import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";
import type { Description, StreamKind } from "./stream-kind.ts";

type Of<T extends ScopeEvent["type"]> = Extract<ScopeEvent, { type: T }>;

const ACTIONS: Readonly<Record<ScopeEvent["type"], string>> = {
  "item-added": "add",
  "item-reworded": "change",
  "item-detailed": "change",
  "item-approved": "approve",
  "evidence-added": "submit",
  "item-moved": "move",
  "item-targeted": "target",
  "item-deferred": "defer",
  "item-removed": "remove",
  "item-judged": "decide",
  "freeze-set": "freeze",
  "change-requested": "request",
  "change-decided": "decide",
  "risk-recorded": "record",
  "risk-closed": "close",
  "milestone-set": "schedule",
  "capacity-set": "plan",
  "code-frozen": "freeze",
  "commit-consented": "consent",
  "plan-closed": "close",
};

/** The scope of a product: its items, and what is planned for each of its releases. */
export const SCOPE_STREAM: StreamKind<ScopeState, ScopeEvent> = {
  name: "scope",
  empty: NO_SCOPE,
  schema: scopeEventSchema,
  types: SCOPE_EVENT_TYPES,
  evolve: evolveScope,
  describe: (event, before) => ({
    action: ACTIONS[event.type],
    object: objectOf(event),
    ...valuesOf(event, before),
    ...("reason" in event && event.reason !== null ? { reason: event.reason } : {}),
    ...(event.type === "change-requested" ? { reason: event.justification } : {}),
  }),
};

function objectOf(event: ScopeEvent): NonNullable<Description["object"]> {
  if (event.type === "change-requested" || event.type === "change-decided")
    return { kind: "change-request", id: event.request };
  if ("item" in event) return { kind: "scope-item", id: event.item };
  if ("risk" in event) return { kind: "risk", id: `${event.release}/${event.risk}` };
  return { kind: "plan", id: event.release };
}

type Values = Pick<Description, "old" | "new">;

function valuesOf(event: ScopeEvent, before: ScopeState): Values {
  if ("item" in event && event.type !== "change-requested") return itemValues(event, before);
  switch (event.type) {
    case "freeze-set":
      return { old: momentOrNull(planOf(before, event.release).freeze?.at), new: isoMoment(event.at) };
    case "milestone-set": {
      const known = planOf(before, event.release).milestones.get(event.milestone);
      const of = (at: string | null): Json => ({ [event.milestone]: { [event.date]: at } });
      return { old: known === undefined ? null : of(momentOrNull(known[event.date])), new: of(isoMoment(event.at)) };
    }
    case "capacity-set":
      return { old: planOf(before, event.release).capacity, new: event.capacity };
    case "risk-closed":
      return { old: "open", new: "closed" };
    case "change-decided":
      return { old: "requested", new: event.verdict };
    default: {
      const { type: _, ...facts } = event;
      return { old: null, new: facts };
    }
  }
}

function momentOrNull(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : isoMoment(at);
}

type ItemEvent = Exclude<Extract<ScopeEvent, { item: string }>, Of<"change-requested">>;

function itemValues(event: ItemEvent, before: ScopeState): Values {
  const item = before.items.get(event.item);
  switch (event.type) {
    case "item-moved":
      return { old: event.from, new: event.to };
    case "item-targeted":
      return { old: null, new: event.release };
    case "item-deferred":
      return { old: event.from, new: event.to };
    case "item-removed":
      return { old: event.from, new: null };
    case "item-reworded": {
      if (item === undefined) return { old: null, new: { ...event.pledge } };
      const { title, significance, class: itemClass } = item;
      return { old: { title, significance, class: itemClass }, new: { ...event.pledge } };
    }
    case "evidence-added": {
      const { kind, what, passed } = event;
      const known = item?.evidence.get(kind);
      return {
        old: known === undefined ? null : { kind, what: known.what, passed: known.passed },
        new: { kind, what, passed },
      };
    }
    case "item-detailed":
      return changedFields(event.particulars, item);
    case "item-approved":
      return { old: "open", new: "approved" };
    case "item-judged":
      return { old: null, new: { [event.release]: event.verdict } };
    case "item-added": {
      const { type: _, dependsOn, inputs, integrations, marks, ...facts } = event;
      const lists = { dependsOn: [...dependsOn], inputs: [...inputs], marks: [...marks] };
      return { old: null, new: { ...facts, ...lists, integrations: integrations && [...integrations] } };
    }
  }
}

function changedFields(now: Particulars, before: Particulars | undefined): Values {
  const names = Object.keys(now) as (keyof Particulars)[]; // an event holds no others
  const changed = names.filter((name) => canonicalJson(fieldOf(now, name)) !== canonicalJson(fieldOf(before, name)));
  const values = (of: Particulars | undefined): Json =>
    Object.fromEntries(changed.map((name) => [name, fieldOf(of, name)]));
  return { old: values(before), new: values(now) };
}

function fieldOf(particulars: Particulars | undefined, name: keyof Particulars): Json {
  const value = particulars?.[name] ?? null;
  return typeof value === "object" && value !== null ? [...value] : value;
}
