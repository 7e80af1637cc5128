import * as z from "zod/mini";

/** Settings of the step `publish`. */
export const PublishSettings = z.strictObject({
  /** Folder the release is copied into, from the top of the repository. */
  to: z.optional(z.string().check(z.minLength(1))),
});
