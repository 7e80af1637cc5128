import * as z from "zod/mini";
import { RELEASE_STATUSES } from "../domain/manifest/release-index.ts";

/** The index of all releases of a product as JSON. */
export const releaseIndexSchema = z.object({
  product: z.string(),
  releases: z.array(
    z.object({
      component: z.nullable(z.string()),
      version: z.string(),
      tag: z.string(),
      date: z.string(),
      type: z.string(),
      title: z.nullable(z.string()),
      status: z.enum(RELEASE_STATUSES),
      inScope: z.boolean(),
      artifacts: z.array(z.object({ path: z.string(), present: z.boolean() })),
    }),
  ),
});
