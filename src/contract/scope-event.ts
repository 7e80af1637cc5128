import * as z from "zod/mini";
import { SIGNIFICANCES } from "../domain/plan/scope-item.ts";
import { LEVELS } from "../domain/scope/risk.ts";
import { CLASSES, type ScopeEvent } from "../domain/scope/scope-event.ts";
import { EVIDENCE_KINDS, MARKS, STAGES } from "../domain/scope/stage.ts";
import { eventTypes } from "./event-types.ts";

const text = z.string().check(z.minLength(1));
const moment = z.int();
const orNull = <T extends z.ZodMiniType>(schema: T) => z.nullable(schema);

const pledge = { title: text, significance: z.enum(SIGNIFICANCES), class: z.enum(CLASSES) };
const particulars = {
  owner: orNull(text),
  inputs: z.array(text),
  dependsOn: z.array(text),
  integrations: orNull(z.array(text)),
  marks: z.array(z.enum(MARKS)),
  size: orNull(z.number()),
  due: orNull(moment),
};
const stage = z.enum(STAGES);
const request = orNull(text);

function event<T extends string, S extends Record<string, z.ZodMiniType>>(type: T, fields: S) {
  return z.strictObject({ type: z.literal(type), ...fields });
}

const EVENTS = [
  event("item-added", { item: text, component: orNull(text), ...pledge, ...particulars }),
  event("item-reworded", { item: text, pledge: z.strictObject(pledge) }),
  event("item-detailed", { item: text, particulars: z.strictObject(particulars) }),
  event("item-approved", { item: text, by: text }),
  event("evidence-added", {
    item: text,
    kind: z.enum(EVIDENCE_KINDS),
    what: text,
    passed: z.boolean(),
    by: text,
  }),
  event("item-moved", { item: text, from: stage, to: stage, reason: orNull(text) }),
  event("item-targeted", { item: text, release: text, request }),
  event("item-deferred", { item: text, from: text, to: text, reason: text, request }),
  event("item-removed", { item: text, from: text, reason: text, request }),
  event("item-judged", { item: text, release: text, verdict: z.enum(["go", "no-go"]), by: text, reason: text }),
  event("freeze-set", { release: text, at: moment, by: text }),
  event("change-requested", {
    request: text,
    release: text,
    change: z.enum(["add", "remove", "defer"]),
    item: text,
    to: orNull(text),
    impact: text,
    justification: text,
    by: text,
  }),
  event("change-decided", { request: text, verdict: z.enum(["approved", "rejected"]), by: text, reason: text }),
  event("risk-recorded", {
    release: text,
    risk: text,
    title: text,
    likelihood: z.enum(LEVELS),
    impact: z.enum(LEVELS),
    mitigation: text,
    owner: text,
    rollback: orNull(text),
  }),
  event("risk-closed", { release: text, risk: text, reason: text }),
  event("milestone-set", {
    release: text,
    milestone: text,
    date: z.enum(["planned", "forecast", "actual"]),
    at: moment,
    reason: orNull(text),
  }),
  event("capacity-set", { release: text, capacity: z.number() }),
  event("code-frozen", { release: text, line: text, commit: text, by: text }),
  event("commit-consented", { release: text, commit: text, by: text, reason: text }),
  event("plan-closed", { release: text, by: text }),
] as const;

/** What is recorded in the stream `scope/<product>`. */
export const scopeEventSchema: z.ZodMiniType<ScopeEvent> = z.discriminatedUnion("type", EVENTS);

export const SCOPE_EVENT_TYPES = eventTypes(EVENTS);
