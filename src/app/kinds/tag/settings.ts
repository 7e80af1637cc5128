import * as z from "zod/mini";

/** Settings of the step `tag`. */
export const TagSettings = z.strictObject({
  /** Sign it with git's own key; a product whose `tagSigning` is required signs all of them. */
  sign: z._default(z.boolean(), false),
  title: z.optional(z.string()),
  summary: z.optional(z.string()),
});
