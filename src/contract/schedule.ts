import * as z from "zod/mini";
import { localSeconds, secondsOfDay } from "../domain/calendar/local-time.ts";
import { WEEKDAYS } from "../domain/calendar/window.ts";

const zone = z.string().check(z.minLength(1));

/** A day and time on the clocks of a zone: `2026-03-29T02:30`. */
const localTime = z.string().check(z.refine((text) => localSeconds(text) !== undefined));

/** A time of day on the clocks of a zone: `09:00`; `24:00` is the end of the day. */
const timeOfDay = z.string().check(z.refine((text) => secondsOfDay(text) !== undefined));

export const localFreezeSchema = z.strictObject({ zone, from: localTime, until: localTime });

/** A time of the week: from one time to another of the named days. */
const weekly = { zone, days: z.array(z.enum(WEEKDAYS)).check(z.minLength(1)), from: timeOfDay, until: timeOfDay };

export const windowSchema = z.strictObject(weekly);

const peak = { name: z.string().check(z.minLength(1)), policy: z.enum(["block", "warn"]) };

/** When customers depend on an environment more than usual: a time of every week, or one time. */
export const peakSchema = z.union([
  z.strictObject({ ...peak, ...weekly }),
  z.strictObject({ ...peak, zone, from: localTime, until: localTime }),
]);

/** What `slipway calendar` reads: when an environment takes deployments. docs/commands.md explains the members. */
export const scheduleSchema = z.strictObject({
  windows: z.optional(z.array(windowSchema).check(z.minLength(1))),
  freezes: z.optional(z.array(localFreezeSchema)),
});

export type WindowDocument = z.infer<typeof windowSchema>;
export type PeakDocument = z.infer<typeof peakSchema>;
export type LocalFreezeDocument = z.infer<typeof localFreezeSchema>;
