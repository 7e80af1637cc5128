import * as z from "zod/mini";
import { AUDIENCES } from "../../../domain/notes/notes.ts";

/** Settings of the step `notes`. */
export const NotesSettings = z.strictObject({
  /** For whom notes are written, one file each. */
  audiences: z._default(z.array(z.enum(AUDIENCES)).check(z.minLength(1)), ["users"]),
});
