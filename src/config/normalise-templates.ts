import type { ItemDocument, TemplateDocument } from "../contract/template.ts";
import type { Item, Template } from "../domain/template/template.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";

type Templates = Readonly<Record<string, TemplateDocument | null>>;
type Entry = Readonly<Record<string, ItemDocument | string | null>>;

/** The templates a configuration describes, with every default filled in. */
export function normaliseTemplates(templates: Templates): ReadonlyMap<string, Template> {
  return new Map(
    Object.entries(templates).flatMap(([name, document]): [string, Template][] => {
      if (document === null) return [];
      const { title = name, items = [] } = document;
      return [[name, { name, title, items: itemsOf(items, name) }]];
    }),
  );
}

function itemsOf(entries: readonly Entry[], template: string): Item[] {
  return entries.flatMap((entry) =>
    Object.entries(entry).flatMap(([id, document]) =>
      document === null
        ? []
        : [normaliseItem(id, typeof document === "string" ? { text: document } : document, template)],
    ),
  );
}

function normaliseItem(id: string, document: ItemDocument, template: string): Item {
  if (document.text === undefined) throw new SlipwayError(noText(id, template));
  return {
    id,
    text: document.text,
    kind: document.kind ?? kindOf(document),
    options: document.options ?? [],
    required: document.required ?? "always",
    when: document.when ?? null,
    of: document.of ?? null,
    criterion: document.criterion ?? false,
    decides: document.decides ?? false,
    duration: document.duration ?? null,
    roles: document.roles ?? [],
    automatic: document.automatic ?? null,
    items: itemsOf(document.items ?? [], template),
  };
}

/** What has options is a choice, what has a count to reach is a number; most items are ticks. */
function kindOf({ options, of }: ItemDocument): Item["kind"] {
  if (options !== undefined) return "choice";
  return of === undefined ? "tick" : "number";
}

function noText(id: string, template: string): Problem {
  return {
    code: "item-text",
    kind: "input",
    found: `the item ${id} of the template ${template} does not say what it asks`,
    expected: "`text:`; only an item of the template that is extended may leave it out",
    action: "add `text`, or correct the id to that of the item to change",
  };
}
