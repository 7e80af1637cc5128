import type { Refusal } from "../release/command.ts";
import { isSettled } from "./check-answer.ts";
import { isGroupItem, leavesOf, type Answers, type Holds, type Item, type Template } from "./template.ts";

/** The items that this release is asked, nested as they are; a group that nothing is left of is not there either (G-04). */
export function applicableItems({ items }: Pick<Template, "items">, holds: Holds): readonly Item[] {
  return items.flatMap((item) => {
    if (item.when !== null && !holds(item.when)) return [];
    if (!isGroupItem(item)) return [item];
    const inner = applicableItems(item, holds);
    return inner.length === 0 ? [] : [{ ...item, items: inner }];
  });
}

/** What the step still waits for, in order. A group is complete when nothing in it is open. */
export function openItems(template: Template, answers: Answers, holds: Holds): readonly Item[] {
  return requiredItems(applicableItems(template, holds)).filter(
    (item) => !isSettled(item, answers.get(item.id)?.value),
  );
}

/** How many of the required items are settled: 3 of 15. */
export function progressOf(
  template: Template,
  answers: Answers,
  holds: Holds,
): { readonly settled: number; readonly of: number } {
  const of = requiredItems(applicableItems(template, holds)).length;
  return { settled: of - openItems(template, answers, holds).length, of };
}

/** Why the step cannot end yet; absent when everything it needs is settled. */
export function checkComplete(template: Template, answers: Answers, holds: Holds): Refusal | undefined {
  const open = openItems(template, answers, holds);
  if (open.length === 0) return undefined;
  const { settled, of } = progressOf(template, answers, holds);
  const found = `${template.name} has ${settled} of ${of} settled; open: ${open.map(({ id }) => id).join(", ")}`;
  return { code: "items-open", found, expected: "every required item settled" };
}

function requiredItems(items: readonly Item[]): readonly Item[] {
  return leavesOf(items.map(pruned).filter((item) => item !== undefined));
}

/** An item without what is optional in it; absent when nothing is left. */
function pruned(item: Item): Item | undefined {
  if (item.required === "optional") return undefined;
  if (!isGroupItem(item)) return item;
  const items = item.items.map(pruned).filter((inner) => inner !== undefined);
  return items.length === 0 ? undefined : { ...item, items };
}
