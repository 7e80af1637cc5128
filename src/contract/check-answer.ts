import * as z from "zod/mini";
import { BUMPS } from "../domain/version/bump.ts";

/** What a check of `versioning.checks` prints as its last line. */
export const checkAnswerSchema = z.strictObject({
  bump: z.enum(BUMPS),
  evidence: z.string().check(z.minLength(1)),
});
