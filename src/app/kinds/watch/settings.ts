import * as z from "zod/mini";
import { durationMs } from "../../../kernel/duration.ts";

const text = z.string().check(z.minLength(1));
const duration = text.check(z.refine((value) => (durationMs(value) ?? 0) > 0, "a duration such as 30m, 24h or 3d"));

export const watchSettings = z.strictObject({
  /** Absent: the only environment that is production. */
  environment: z.optional(text),
  for: duration,
  /** How often it is looked at. */
  every: z._default(duration, "1m"),
  /** Names of what is looked at; what they mean, the target knows. */
  criteria: z._default(z.array(text), []),
});
