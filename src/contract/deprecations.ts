import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

/** The registry of deprecations: what will go, who was told when, and since when it may go. */
export const deprecationsSchema = z.strictObject({
  deprecations: z.array(
    z.strictObject({
      item: text,
      announced: text,
      removal: text,
      timeline: text,
      replacement: z.optional(text),
    }),
  ),
});
