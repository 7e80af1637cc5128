import * as z from "zod/mini";

/** Settings of the step `merge`. */
export const MergeSettings = z.strictObject({
  /** Branch or role to merge into; absent: the target of the pull request, otherwise main. */
  into: z.optional(z.string().check(z.minLength(1))),
});
