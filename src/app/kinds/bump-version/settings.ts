import * as z from "zod/mini";

/** The step `bump-version` has no settings: `versioning.files` says which files state the version. */
export const BumpVersionSettings = z.strictObject({});
