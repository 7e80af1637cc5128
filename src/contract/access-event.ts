import * as z from "zod/mini";
import type { AccessEvent } from "../domain/access/access-event.ts";
import { eventTypes } from "./event-types.ts";

const text = z.string().check(z.minLength(1));
const time = z.int();
const tie = { principal: text, delegate: text, role: text };

const EVENTS = [
  z.object({ type: z.literal("person-named"), who: text, name: text }),
  z.object({
    type: z.literal("role-granted"),
    who: text,
    role: text,
    from: time,
    until: z.nullable(time),
    by: text,
    isFirst: z.boolean(),
  }),
  z.object({ type: z.literal("role-revoked"), who: text, role: text, until: time, reason: text }),
  z.object({ type: z.literal("delegated"), ...tie, from: time, until: time }),
  z.object({ type: z.literal("delegation-ended"), ...tie, until: time, reason: text }),
] as const;

/** The events of the streams `access/PRODUCT`. */
export const accessEvent: z.ZodMiniType<AccessEvent> = z.discriminatedUnion("type", EVENTS);

export const ACCESS_EVENT_TYPES = eventTypes(EVENTS);
