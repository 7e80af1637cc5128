import * as z from "zod/mini";
import { MIGRATION_DIRECTIONS } from "../../delivery-ports.ts";

/** Without an environment: the only one that is production; without a direction: forward. */
export const migrateSettings = z.strictObject({
  environment: z.optional(z.string().check(z.minLength(1))),
  direction: z._default(z.enum(MIGRATION_DIRECTIONS), "forward"),
});
