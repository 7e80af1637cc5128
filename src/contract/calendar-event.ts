import * as z from "zod/mini";
import type { CalendarEvent } from "../domain/calendar/calendar-event.ts";
import { localSeconds } from "../domain/calendar/local-time.ts";
import { isIsoDay } from "../kernel/iso-day.ts";
import { eventTypes } from "./event-types.ts";

const text = z.string().check(z.minLength(1));
const localTime = z.string().check(z.refine((value) => localSeconds(value) !== undefined));
const day = z.string().check(z.refine(isIsoDay));

const freezeSet = z.object({
  type: z.literal("freeze-set"),
  freeze: text,
  from: localTime,
  until: localTime,
  zone: text,
  environments: z.union([z.literal("all"), z.array(text).check(z.minLength(1))]),
  reason: text,
  by: text,
});
const freezeLifted = z.object({ type: z.literal("freeze-lifted"), freeze: text, reason: text, by: text });
const slotMoved = z.object({
  type: z.literal("slot-moved"),
  releaseType: text,
  day,
  to: day,
  reason: text,
  by: text,
});

const EVENTS = [freezeSet, freezeLifted, slotMoved] as const;

/** Events of the streams `calendar/PRODUCT`. */
export const calendarEvent: z.ZodMiniType<CalendarEvent> = z.discriminatedUnion("type", EVENTS);

export const CALENDAR_EVENT_TYPES = eventTypes(EVENTS);
