import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

export const deploySettings = z.strictObject({
  environment: text,
  /** The version to go back to; absent: the version of the release. */
  version: z.optional(z.literal("previous")),
  /** How traffic moves, in the words of the target. */
  strategy: z.optional(z.union([text, z.record(z.string(), z.json())])),
});
