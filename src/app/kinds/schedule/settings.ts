import * as z from "zod/mini";
import { instantOf } from "../../../domain/calendar/local-time.ts";
import { durationMs } from "../../../kernel/duration.ts";

const text = z.string().check(z.minLength(1));

export const scheduleSettings = z.strictObject({
  /** Absent: the only environment that is production. */
  environment: z.optional(text),
  /** The slot itself, with its offset from UTC; refused when the environment is closed then. */
  at: z.optional(
    text.check(z.refine((value) => instantOf(value) !== undefined, "a moment such as 2026-04-14T09:00+02:00")),
  ),
  /** Notice that is given at least: the slot lies so far ahead. */
  lead: z.optional(text.check(z.refine((value) => durationMs(value) !== undefined, "a duration such as 4h or 2d"))),
});
