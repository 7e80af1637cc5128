import * as z from "zod/mini";

const text = z.string().check(z.minLength(1), z.maxLength(8_000));
const name = z.string().check(z.minLength(1), z.maxLength(200));
const duration = z.string().check(z.regex(/^\d{1,9}(?:ms|s|m|h)$/, "a duration such as 500ms, 10s or 2m"));
const address = z.string().check(z.regex(/^https?:\/\/\S+$/, "an address that begins with http:// or https://"));

export const CHANNELS = ["log", "file", "webhook"] as const;

/** What a step of kind `notify` says. */
export const notifySettings = z.strictObject({
  /** Name of a text that comes with Slipway; any name where `text` says what to send. */
  template: z.optional(name),
  /** The text itself, with the same names in braces. */
  text: z.optional(text),
  /** Whom it is for, as people know them. */
  to: z.optional(z.union([name, z.array(name).check(z.minLength(1))])),
  /** `log` when absent: it stands in the record of the release, and in the list of what was sent. */
  channel: z.optional(z.enum(CHANNELS)),
  /** Of a webhook. */
  url: z.optional(address),
  /** Of the channel `file`: a line of JSON is appended to it. */
  file: z.optional(name),
  /** How often a webhook is tried; 4 times when absent. */
  attempts: z.optional(z.int().check(z.minimum(1), z.maximum(10))),
  /** Time before the second try; each further one waits four times as long. */
  every: z.optional(duration),
  /** Time a server has for its answer. */
  within: z.optional(duration),
});

export type NotifySettings = z.infer<typeof notifySettings>;
