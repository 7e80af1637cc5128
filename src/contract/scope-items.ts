import * as z from "zod/mini";
import { SIGNIFICANCES } from "../domain/plan/scope-item.ts";

const text = z.string().check(z.minLength(1));

/** The file that `versioning.scope` names: what the release promises its users. */
export const scopeItemsSchema = z.array(
  z.strictObject({
    id: z.union([text, z.number()]),
    title: text,
    significance: z.enum(SIGNIFICANCES),
    release: z.optional(text),
    component: z.optional(text),
  }),
);
