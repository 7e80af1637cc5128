import * as z from "zod/mini";
import { TARGET_ACTS } from "../domain/environment/target-act.ts";
import { TIERS } from "../domain/process/process.ts";
import { localSeconds } from "../domain/calendar/local-time.ts";
import { FACETS } from "../domain/subject/subject.ts";
import { STEP_KINDS } from "../domain/process/step-kind.ts";
import { isIsoDay } from "../kernel/iso-day.ts";
import { peakSchema, windowSchema } from "./schedule.ts";

const text = z.string().check(z.minLength(1));
const duration = z.string().check(z.regex(/^\d+(ms|s|m|h|d|w)$/, "a duration such as 30m, 24h or 3d"));
/** How long something should take, for people. */
export const durations = z
  .string()
  .check(z.regex(/^\d+(-\d+)?(m|h|d|w)$/, "a duration such as 2h, or a range such as 3-10d"));

/** What every step may say, whatever it does. */
const common = {
  with: z.optional(z.record(z.string(), z.unknown())),
  roles: z.optional(z.array(text)),
  signers: z.optional(z.record(z.string(), z.int().check(z.minimum(1)))),
  /** Not `on`, which older readers of YAML take for a truth value. */
  else: z.optional(z.record(z.string(), text)),
  when: z.optional(text),
  each: z.optional(text),
  attempts: z.optional(z.int().check(z.minimum(1))),
  expires: z.optional(duration),
  remind: z.optional(duration),
  /** Facets of what is released: `source`, `artifacts`, `notes`, `manifest`, `config`, `process`, `rollback`. */
  covers: z.optional(z.array(z.enum(FACETS))),
  status: z.optional(text),
};

/** `uses` may be left out where a step of the extended workflow is changed. */
const work = z.strictObject({ uses: z.optional(z.enum(STEP_KINDS)), ...common, after: z.optional(text) });

const workEntry = z.record(z.string(), z.nullable(work)).check(z.refine(hasOneKey, "one name with its step"));

const group = z.strictObject({
  together: z.array(workEntry).check(z.minLength(1)),
  when: z.optional(text),
  after: z.optional(text),
});

/** A list entry: the name of the step, and the step. `~` takes a step out of the workflow that is extended. */
const stepEntry = z
  .record(z.string(), z.nullable(z.union([work, group])))
  .check(z.refine(hasOneKey, "one name with its step"));

const phase = z.strictObject({
  phase: text,
  target: z.optional(durations),
  steps: z.optional(z.array(stepEntry)),
});

const variant = z.strictObject({
  skip: z.optional(z.array(text)),
  replace: z.optional(z.record(z.string(), work)),
  owe: z.optional(z.array(text)),
  /** Release types that may take it. */
  types: z.optional(z.array(text).check(z.minLength(1))),
  /** Roles of which one has to agree that it is taken, before anything else. */
  asks: z.optional(z.array(text).check(z.minLength(1))),
  within: z.optional(duration),
});

export const workflow = z.strictObject({
  /** The workflow it changes: steps and phases merge by name. */
  extends: z.optional(text),
  phases: z.optional(z.array(phase)),
  detours: z.optional(z.record(z.string(), z.nullable(z.array(stepEntry)))),
  variants: z.optional(z.record(z.string(), z.nullable(variant))),
  trigger: z.optional(z.array(z.strictObject({ on: text, when: z.optional(text) }))),
});

/** Parts of an environment, each with a name of its own. */
const parts = z
  .array(text)
  .check(z.minLength(1, "at least one name"))
  .check(z.refine((names) => new Set(names).size === names.length, "each name once"));

/** What happens in a rehearsal: acts that fail for these versions, and how long each takes. */
export const simulatedTarget = z.strictObject({
  delay: z.optional(duration),
  fail: z.optional(z.partialRecord(z.enum(TARGET_ACTS), z.array(text))),
  breach: z.optional(z.array(text)),
});

export const environment = z.strictObject({
  tier: z.enum(TIERS),
  /** How versions get there. */
  target: z.optional(z.union([z.literal("simulated"), z.strictObject({ simulated: simulatedTarget })])),
  /** Whether unstable versions may go there although it is production. */
  prereleases: z.optional(z.boolean()),
  waves: z.optional(parts),
  regions: z.optional(parts),
  /** When deployments may start; always when left out. */
  windows: z.optional(z.array(windowSchema)),
  /** Times of many customers, kept free or warned about. */
  peaks: z.optional(z.array(peakSchema)),
});

/** When releases of a type come round. */
export const cadence = z.strictObject({
  /** Recurrence rule of RFC 5545. */
  every: text,
  /** First day, or day and time, on the clocks of the zone. */
  anchor: z
    .string()
    .check(
      z.refine(
        (value) => isIsoDay(value) || localSeconds(value) !== undefined,
        "a day such as 2026-01-06, or with its time 2026-01-06T10:00",
      ),
    ),
  zone: text,
  /** How far a date may move either way. */
  movable: z.optional(z.string().check(z.regex(/^\d{1,3}d$/, "a number of days such as 7d"))),
});

/** What the releases of a type may pass by. */
export const ignores = z.array(z.enum(["windows", "freezes"]));

function hasOneKey(entry: object): boolean {
  return Object.keys(entry).length === 1;
}

export type CadenceDocument = z.infer<typeof cadence>;
export type WorkflowDocument = z.infer<typeof workflow>;
export type StepEntryDocument = z.infer<typeof stepEntry>;
export type EnvironmentDocument = z.infer<typeof environment>;
export type WorkDocument = z.infer<typeof work>;
