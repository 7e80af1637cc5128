import * as z from "zod/mini";
import { AUDIENCES } from "../../../domain/notes/notes.ts";

/** Settings of the step `publish`. */
export const PublishSettings = z.strictObject({
  /** Folder the release is copied into, from the top of the repository. */
  to: z.optional(z.string().check(z.minLength(1))),
  /** Names of `outlets` that get the notes. */
  outlets: z.optional(z.array(z.string().check(z.minLength(1))).check(z.minLength(1))),
  /** For whom the notes are that they get. */
  audience: z._default(z.enum(AUDIENCES), "users"),
});
