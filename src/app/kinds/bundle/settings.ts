import * as z from "zod/mini";

/** The step `bundle` has no settings: `artifacts` in slipway.yaml says what belongs into it. */
export const BundleSettings = z.strictObject({});
