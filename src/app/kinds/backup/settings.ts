import * as z from "zod/mini";

/** Without an environment: the only one that is production. */
export const backupSettings = z.strictObject({ environment: z.optional(z.string().check(z.minLength(1))) });
