import * as z from "zod/mini";

/** Settings of the step `checksums`. */
export const ChecksumsSettings = z.strictObject({
  /** `all` asks for every file of the release, which is what milestones have; absent: as the product says. */
  scope: z.optional(z.enum(["source", "all"])),
});
