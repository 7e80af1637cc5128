import * as z from "zod/mini";
import type { ProductEvent } from "../domain/product/product-event.ts";
import { eventTypes } from "./event-types.ts";

const text = z.string().check(z.minLength(1));
const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const number = { version: text, release: text, component: z.nullable(text) };

const EVENTS = [
  z.object({
    type: z.literal("process-proposed"),
    digest,
    path: text,
    commit: text,
    authors: z.array(text),
    by: text,
  }),
  z.object({ type: z.literal("process-approved"), digest, by: text, role: text, reason: z.nullable(text) }),
  z.object({ type: z.literal("process-withdrawn"), digest, by: text, reason: text }),
  z.object({ type: z.literal("number-reserved"), ...number }),
  z.object({ type: z.literal("number-freed"), ...number, reason: text }),
  z.object({ type: z.literal("number-burned"), ...number }),
  z.object({ type: z.literal("branch-excepted"), branch: text, commit: text, reason: text, by: text }),
] as const;

/** The events of the streams `product/PRODUCT`. */
export const productEvent: z.ZodMiniType<ProductEvent> = z.discriminatedUnion("type", EVENTS);

export const PRODUCT_EVENT_TYPES = eventTypes(EVENTS);
