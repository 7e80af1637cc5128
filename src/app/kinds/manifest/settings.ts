import * as z from "zod/mini";

/** Settings of the step `manifest`. */
export const ManifestSettings = z.strictObject({
  /** The release is audited: the trail of what was done for it has to be on record. */
  audit: z._default(z.boolean(), false),
});
