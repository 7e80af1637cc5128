import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const duration = z.string().check(z.regex(/^\d{1,9}(?:ms|s|m|h|d|w)$/, "a duration such as 30s, 10m or 2h"));

/** What a step of kind `run` says. Without command, suite and template it runs every suite that the release needs. */
export const runSettings = z.strictObject({
  /** A line for the shell. */
  command: z.optional(text),
  /** Program that is given `-c` and the command; `sh` when absent. */
  shell: z.optional(text),
  /** Name of one of `tests.suites`. */
  suite: z.optional(text),
  /** What the step is for; where it is the name of a suite, that one is run. */
  template: z.optional(text),
  /** What the command does to the product where it runs. */
  operation: z.optional(z.enum(["stop", "start"])),
  timeout: z.optional(duration),
  /** File the command writes, relative to the repository; with a format alone its output is the report. */
  report: z.optional(text),
  format: z.optional(text),
  /** How many tests there have to be, all of them passed. */
  expected: z.optional(z.int().check(z.minimum(1))),
  /** Where it runs, for people and for the command. */
  environment: z.optional(text),
  /** Whether it may be run again when it is not known how it ended; `true` when absent. */
  repeat: z.optional(z.boolean()),
});

export type RunSettings = z.infer<typeof runSettings>;
