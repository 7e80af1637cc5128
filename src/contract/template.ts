import * as z from "zod/mini";
import { ITEM_KINDS } from "../domain/template/template.ts";

const text = z.string().check(z.minLength(1));
const durations = z.string().check(z.regex(/^\d+(-\d+)?(m|h|d|w)$/, "a duration such as 2h, or a range such as 1-2h"));

/** What every item may say. */
const common = {
  /** May be left out where an item of the extended template is changed. */
  text: z.optional(text),
  kind: z.optional(z.enum(ITEM_KINDS)),
  options: z.optional(z.array(text).check(z.minLength(1))),
  required: z.optional(z.enum(["always", "optional"])),
  when: z.optional(text),
  of: z.optional(z.int().check(z.minimum(1))),
  criterion: z.optional(z.boolean()),
  decides: z.optional(z.boolean()),
  duration: z.optional(durations),
  roles: z.optional(z.array(text)),
  automatic: z.optional(text),
  after: z.optional(text),
};

const part = z.strictObject(common);
const partEntry = entryOf(z.union([text, part]));
const item = z.strictObject({ ...common, items: z.optional(z.array(partEntry)) });

export const template = z.strictObject({
  title: z.optional(text),
  /** Groups hold items; deeper than that nobody finds anything. */
  items: z.optional(z.array(entryOf(z.union([text, item])))),
});

/** A list entry: the id of the item, and the item or its text. `~` takes an item out of the template that is extended. */
function entryOf<T extends z.ZodMiniType>(content: T) {
  return z
    .record(z.string(), z.nullable(content))
    .check(z.refine((entry: object) => Object.keys(entry).length === 1, "one id with its item"));
}

export type TemplateDocument = z.infer<typeof template>;
export type ItemDocument = z.infer<typeof item>;
