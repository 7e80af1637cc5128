import * as z from "zod/mini";
import { FORGE_KINDS, OUTLET_FORMATS } from "../domain/process/outlet.ts";

const text = z.string().check(z.minLength(1));
const format = z.optional(z.enum(OUTLET_FORMATS));
const address = z.string().check(z.regex(/^https?:\/\/\S+$/, "an address that begins with http:// or https://"));
const person = z.string().check(z.regex(/^[^\s@<>]+@[^\s@<>]+$/, "an address such as ada@example.org"));

/** Where release notes are published. */
export const outlet = z.discriminatedUnion("channel", [
  /** A line of JSON for each release: what an application reads as its feed. */
  z.strictObject({ channel: z.literal("file"), file: text, format }),
  /** A document for each release: a documentation site. */
  z.strictObject({ channel: z.literal("folder"), folder: text, format }),
  /** A signed request: what makes the page of a wiki, or a word in a chat. */
  z.strictObject({ channel: z.literal("webhook"), url: address, format }),
  /** The release page of a tag: `https://api.github.com/repos/OWNER/NAME`, `https://gitlab.com/api/v4/projects/ID`. */
  z.strictObject({ channel: z.literal("forge"), kind: z.enum(FORGE_KINDS), api: address, format }),
  z.strictObject({
    channel: z.literal("mail"),
    to: z.array(person).check(z.minLength(1)),
    from: person,
    /** A line for the shell that takes the message on stdin; `sendmail -t -i` when absent. */
    command: z.optional(text),
    format,
  }),
]);

export type OutletDocument = z.infer<typeof outlet>;
