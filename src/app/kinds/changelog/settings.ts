import * as z from "zod/mini";
import { CHANGELOG_SOURCES } from "../../../domain/changelog/edit.ts";

/** Settings of the step `changelog`; what is absent is as `changelog` in slipway.yaml says. */
export const ChangelogSettings = z.strictObject({
  source: z.optional(z.enum(CHANGELOG_SOURCES)),
  title: z.optional(z.string()),
  objective: z.optional(z.string()),
  /** Stands before the title: SECURITY. */
  mark: z.optional(z.string().check(z.regex(/^[A-Z][A-Z -]*$/, "is not in capital letters"))),
});
