import * as z from "zod/mini";
import type { ReleaseEvent } from "../domain/release/release-event.ts";
import { RELEASE_TRIGGERS } from "../domain/release/release-trigger.ts";
import type { Json } from "../kernel/canonical-json.ts";
import { eventTypes } from "./event-types.ts";

const text = z.string();
const maybe = z.nullable(text);
const time = z.nullable(z.int());
/** Events come out of entries, which are JSON. */
const json = z.custom<Json>((value) => value !== undefined);
const facts = z.record(text, json);
const digests = z.record(text, text);
const run = { run: text };
const visit = { run: text, visit: z.int() };
const said = { who: text, role: text, principal: maybe, comment: maybe };
const told = { outcome: text, says: maybe, facts };
const type = <const Name extends string>(name: Name) => ({ type: z.literal(name) });

const start = {
  release: text,
  version: text,
  component: maybe,
  releaseType: text,
  variant: maybe,
  process: text,
  traits: facts,
  subject: digests,
  facts,
  by: text,
  trigger: maybe,
  triggerKind: z.optional(z.nullable(z.enum(RELEASE_TRIGGERS))),
  reason: z.optional(maybe),
  dueAt: z.optional(time),
};
const started = { workflow: text, trigger: maybe, steps: z.nullable(z.array(text)), dueAt: time };
const entered = { step: text, attempt: z.int(), member: maybe, members: z.array(text), covers: digests };
const answered = { item: text, value: json, who: maybe, role: maybe, evidence: z.array(text), note: maybe };
const reasons = z.array(z.object({ code: text, found: text, expected: text }));

const closure = {
  waived: z._default(z.array(z.object({ condition: text, says: text, reason: text })), []),
  outputs: z._default(z.array(z.object({ output: text, step: maybe })), []),
  criteria: z._default(
    z.array(z.object({ criterion: text, verdict: z.enum(["met", "not met", "no data"]), says: text })),
    [],
  ),
};

const EVENTS = [
  z.object({ ...type("release-started"), ...start }),
  z.object({ ...type("run-started"), ...run, ...started }),
  z.object({ ...type("step-entered"), ...visit, ...entered }),
  z.object({ ...type("step-skipped"), ...run, step: text, condition: text }),
  z.object({ ...type("detour-entered"), ...run, detour: text }),
  z.object({ ...type("path-resumed"), ...run, step: text, status: maybe }),
  z.object({ ...type("effect-started"), ...visit, effect: text, epoch: z.nullable(z.int()) }),
  z.object({ ...type("effect-refused"), ...visit, reasons, wakeAt: time }),
  z.object({ ...type("effect-reported"), ...visit, ...told }),
  z.object({ ...type("signed"), ...visit, ...said }),
  z.object({ ...type("objected"), ...visit, ...said }),
  z.object({ ...type("withdrew"), ...visit, ...said }),
  z.object({ ...type("item-answered"), ...visit, ...answered }),
  z.object({ ...type("reminded"), ...visit, whom: z.array(text) }),
  z.object({ ...type("step-ended"), ...visit, ...told, by: maybe, role: maybe }),
  z.object({ ...type("step-waived"), ...visit, by: text, role: text, reason: text, until: time }),
  z.object({
    ...type("visits-closed"),
    ...run,
    visits: z.array(z.int()),
    as: z.enum(["superseded", "moot", "reopened"]),
  }),
  z.object({ ...type("run-stopped"), ...run, visit: z.nullable(z.int()), why: text }),
  z.object({ ...type("run-suspended"), ...run, by: text }),
  z.object({ ...type("run-continued"), ...run }),
  z.object({ ...type("run-ended"), ...run, status: text }),
  z.object({ ...type("subject-changed"), facet: text, digest: text, run: maybe, visit: z.nullable(z.int()) }),
  z.object({ ...type("facts-observed"), facts }),
  z.object({ ...type("command-refused"), command: text, step: maybe, who: text, code: text, found: text }),
  z.object({ ...type("release-ended"), status: text }),
  z.object({ ...type("release-cancelled"), by: text, reason: text }),
  z.object({ ...type("release-closed"), by: text, ...closure }),
] as const;

/** Events of `release/R`, as they stand in the payloads of the log. */
export const releaseEvent: z.ZodMiniType<ReleaseEvent> = z.discriminatedUnion("type", EVENTS);

export const RELEASE_EVENT_TYPES = eventTypes(EVENTS);
