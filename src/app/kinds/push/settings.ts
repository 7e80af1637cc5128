import * as z from "zod/mini";

/** Settings of the step `push`. */
export const PushSettings = z.strictObject({
  remote: z._default(z.string().check(z.minLength(1)), "origin"),
});
