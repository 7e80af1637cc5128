import { isIsoDay } from "../../kernel/iso-day.ts";
import { nearest } from "../../kernel/nearest.ts";
import type { Refusal } from "../release/command.ts";
import { isGroupItem, itemsOf, type Answer, type AnswerValue, type Item, type Template } from "./template.ts";

/** Why an item cannot be answered like this; absent when it can. `null` takes an answer back, whatever its kind. */
export function checkAnswer(template: Template, itemId: string, value: AnswerValue): Refusal | undefined {
  const all = itemsOf(template.items);
  const item = all.find(({ id }) => id === itemId);
  if (item === undefined) return unknownItem(template, itemId, all);
  if (isGroupItem(item)) return groupAnswered(item);
  if (value === null || isOfKind(item, value)) return undefined;
  return { code: "answer-kind", found: `${itemId} is answered with ${written(value)}`, expected: expectedOf(item) };
}

/** Taking back what was settled needs a reason, which stays in the record beside what was there before. */
export function checkReason(
  item: Item,
  before: Answer | undefined,
  { value, note }: Pick<Answer, "value" | "note">,
): Refusal | undefined {
  if (before === undefined || !isSettled(item, before.value) || isSettled(item, value)) return undefined;
  if ((note ?? "").trim() !== "") return undefined;
  return {
    code: "reason-missing",
    found: `${item.id} is taken back without a reason`,
    expected: "why it no longer holds",
  };
}

/** Whether an answer leaves nothing to do: a tick is on, a number is the one it has to be, the others say something. */
export function isSettled({ kind, of }: Item, value: AnswerValue | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (kind === "number") return of === null || value === of;
  return typeof value === "boolean" || typeof value === "number" || value.length > 0;
}

function isOfKind({ kind, options, of }: Item, value: Exclude<AnswerValue, null>): boolean {
  if (kind === "tick") return typeof value === "boolean";
  if (kind === "number")
    return typeof value === "number" && Number.isFinite(value) && (of === null || isCount(value, of));
  if (kind === "list")
    return Array.isArray(value) && value.every((entry) => typeof entry === "string" && isText(entry));
  if (typeof value !== "string" || !isText(value)) return false;
  if (kind === "choice") return options.includes(value);
  if (kind === "date") return isIsoDay(value);
  return kind === "text" || !/\s/.test(value);
}

function isCount(value: number, of: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= of;
}

function isText(value: string): boolean {
  return value.trim() !== "";
}

function expectedOf({ kind, options, of }: Item): string {
  if (kind === "tick") return "true or false";
  if (kind === "number") return of === null ? "a number" : `a whole number from 0 to ${of}`;
  if (kind === "choice") return `one of ${options.join(", ")}`;
  if (kind === "list") return "a list of texts that are not empty";
  if (kind === "date") return "a day of the calendar, YYYY-MM-DD";
  return kind === "person" ? "the id of a person, without spaces" : "a text that is not empty";
}

function unknownItem({ name }: Template, itemId: string, all: readonly Item[]): Refusal {
  const ids = all.filter((item) => !isGroupItem(item)).map(({ id }) => id);
  const suggestion = nearest(itemId, ids);
  const expected = suggestion === undefined ? `one of ${ids.join(", ")}` : `perhaps ${suggestion}`;
  return { code: "unknown-item", found: `${name} has no item ${itemId}`, expected };
}

function groupAnswered({ id, items }: Item): Refusal {
  const expected = `answers to the items in it: ${items.map((item) => item.id).join(", ")}`;
  return { code: "item-group", found: `${id} is a group of items`, expected };
}

function written(value: AnswerValue): string {
  return JSON.stringify(value).slice(0, 100);
}
