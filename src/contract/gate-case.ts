import * as z from "zod/mini";
import { instantOf } from "../domain/calendar/local-time.ts";
import { ACTS } from "../domain/gate/gate-case.ts";
import { FACETS } from "../domain/subject/subject.ts";
import { localFreezeSchema } from "./schedule.ts";

const name = z.string().check(z.minLength(1));
const count = z.int().check(z.minimum(0));
const hours = z.number();

/** Hours since any fixed moment, or a moment in ISO 8601 with its offset, which counts from 1970-01-01T00:00Z. */
const moment = z.union([z.number(), z.string().check(z.refine((text) => instantOf(text) !== undefined))]);

const gate = z.strictObject({
  id: name,
  needs: z.array(z.strictObject({ role: name, count: z.int().check(z.minimum(1)) })),
  after: z.nullish(z.array(name)),
});

const freeze = z.union([z.strictObject({ from: moment, until: moment }), localFreezeSchema]);

/** What `slipway gate` reads: everything a gate decision depends on. docs/gate.md explains the members. */
export const gateCaseSchema = z.strictObject({
  policy: z.strictObject({
    gates: z.array(gate),
    ttl: hours,
    emergencyCount: z.nullish(count),
    debtHours: z.nullish(hours.check(z.minimum(0))),
  }),
  people: z.record(name, z.array(z.strictObject({ role: name, from: moment, until: z.nullish(moment) }))),
  events: z.array(
    z.strictObject({
      who: name,
      gate: name,
      role: name,
      t: moment,
      digest: name,
      act: z.enum(ACTS),
      for: z.nullish(name),
    }),
  ),
  /** Of the subject; may be left out where `subject` says what it is made of. */
  digest: z.nullish(name),
  subject: z.nullish(z.partialRecord(z.enum(FACETS), name)),
  now: moment,
  excluded: z.nullish(z.array(name)),
  delegations: z.nullish(
    z.array(z.strictObject({ from_who: name, to: name, role: name, from: moment, until: moment })),
  ),
  freezes: z.nullish(z.array(freeze)),
  emergency: z.nullish(z.boolean()),
  debts: z.nullish(z.array(z.strictObject({ openedAt: moment, settled: z.boolean() }))),
});

/** The answer of `slipway gate --json`. */
export const gateAnswerSchema = z.strictObject({
  decision: z.enum(["go", "no-go"]),
  reasons: z.array(z.string()),
  opensDebt: z.boolean(),
  refusedEvents: z.array(count),
  /** Only under `--explain`. */
  explain: z.optional(
    z.strictObject({
      digest: name,
      conditions: z.array(
        z.strictObject({
          asks: name,
          state: z.enum(["met", "open", "void"]),
          reason: z.nullable(z.string()),
          says: z.string(),
          who: z.array(z.string()),
          action: z.nullable(z.string()),
        }),
      ),
      events: z.array(z.string()),
      policy: z.array(z.strictObject({ code: name, says: z.string() })),
    }),
  ),
});

export type GateCaseDocument = z.infer<typeof gateCaseSchema>;
export type GateAnswer = z.infer<typeof gateAnswerSchema>;
