import * as z from "zod/mini";
import type { EnvironmentEvent } from "../domain/environment/environment-event.ts";
import { eventTypes } from "./event-types.ts";

const text = z.string().check(z.minLength(1));
const count = z.int().check(z.minimum(0));
/** `""`: the environment as a whole. */
const member = z.string();

const leaseTaken = z.object({
  type: z.literal("lease-taken"),
  epoch: z.int().check(z.minimum(1)),
  effect: text,
  release: text,
});
const versionLive = z.object({
  type: z.literal("version-live"),
  member,
  version: text,
  release: text,
  commit: text,
  artifacts: z.nullable(text),
  effect: text,
  isRollback: z.boolean(),
});
const debtOpened = z.object({
  type: z.literal("debt-opened"),
  debt: text,
  release: text,
  owes: z.array(text).check(z.minLength(1)),
  dueAt: count,
});

const EVENTS = [
  leaseTaken,
  z.object({ type: z.literal("lease-released"), epoch: z.int().check(z.minimum(1)) }),
  z.object({ type: z.literal("queue-joined"), release: text, step: text }),
  z.object({ type: z.literal("queue-left"), release: text, why: text }),
  versionLive,
  z.object({ type: z.literal("version-verified"), member, version: text }),
  z.object({ type: z.literal("version-gone"), member, version: text, effect: text }),
  z.object({ type: z.literal("version-marked-bad"), version: text, reason: text }),
  z.object({ type: z.literal("mark-lifted"), version: text, reason: text }),
  debtOpened,
  z.object({ type: z.literal("debt-settled"), debt: text }),
] as const;

/** The events of the streams `environment/PRODUCT/ENVIRONMENT`. */
export const environmentEvent: z.ZodMiniType<EnvironmentEvent> = z.discriminatedUnion("type", EVENTS);

export const ENVIRONMENT_EVENT_TYPES = eventTypes(EVENTS);
