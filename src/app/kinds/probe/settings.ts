import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const count = z.int().check(z.minimum(1));
const duration = z.string().check(z.regex(/^\d{1,9}(?:ms|s|m|h)$/, "a duration such as 500ms, 10s or 2m"));
const address = z.string().check(z.regex(/^https?:\/\/\S+$/, "an address that begins with http:// or https://"));

const answer = z.strictObject({
  /** Any of 200 to 299 when absent. */
  status: z.optional(z.int().check(z.minimum(100), z.maximum(599))),
  /** Text that the body holds. */
  body: z.optional(text),
  /** Fields of a JSON body that are there and not empty, with dots for those further down. */
  fields: z.optional(z.array(text)),
  /** The version that runs: this one, or with `true` the one that was deployed last, or is released. */
  version: z.optional(z.union([z.literal(true), text])),
  /** Field of a JSON body that holds the version; `version` when absent. A body that is no JSON is the version itself. */
  versionField: z.optional(text),
});

const log = z.strictObject({ file: text, lines: z.optional(count), without: text });
const files = z.strictObject({ folder: text, count: z.optional(count) });

const probes = {
  /** With a body it is sent by POST. */
  url: z.optional(address),
  body: z.optional(z.json()),
  headers: z.optional(z.record(text, text)),
  expect: z.optional(answer),
  file: z.optional(files),
  log: z.optional(log),
};
const single = z.strictObject(probes);

/** What a step of kind `probe` says. Everything it names has to be healthy. */
export const probeSettings = z.strictObject({
  ...probes,
  /** More of the same, asked one after the other. */
  all: z.optional(z.array(single).check(z.minLength(1))),
  environment: z.optional(text),
  attempts: z.optional(count),
  /** Time between two attempts. */
  every: z.optional(duration),
  /** Time a server has for its answer. */
  within: z.optional(duration),
});

export type ProbeSettings = z.infer<typeof probeSettings>;
export type ProbeTarget = z.infer<typeof single>;
export type ExpectedAnswer = z.infer<typeof answer>;
