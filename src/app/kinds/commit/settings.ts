import * as z from "zod/mini";

/** The step `commit` has no settings: `messages.release` says what the commit says. */
export const CommitSettings = z.strictObject({});
