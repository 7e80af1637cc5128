import * as z from "zod/mini";

const NAME = z.string().check(z.minLength(1));

/** Settings of the step `merge-back`. */
export const MergeBackSettings = z.strictObject({
  /** Branches or roles that have to hold the work; absent: as `branches` in slipway.yaml says for the role of the branch. */
  into: z.optional(z.union([NAME, z.array(NAME).check(z.minLength(1))])),
});
