import type { Json } from "../../kernel/canonical-json.ts";
import { isIsoDay } from "../../kernel/iso-day.ts";
import { nearest } from "../../kernel/nearest.ts";
import type { Refusal } from "../release/command.ts";
import { isGroupItem, itemsOf, type Item, type Template } from "./template.ts";
import { countVotes, isVote, VOTES } from "./votes.ts";

/** Why an item cannot be answered like this; absent when it can. `null` takes an answer back, whatever its kind. */
export function checkAnswer(template: Template, itemId: string, value: Json): Refusal | undefined {
  const all = itemsOf(template.items);
  const item = all.find(({ id }) => id === itemId);
  if (item === undefined) return unknownItem(template, itemId, all);
  if (isGroupItem(item)) return groupAnswered(item);
  if (value === null || isOfKind(item, value)) return undefined;
  return { code: "answer-kind", found: `${itemId} is answered with ${written(value)}`, expected: expectedOf(item) };
}

/** Whether an answer leaves nothing to do: a tick is on, a number is the one it has to be, the others say something. */
export function isSettled({ kind, of }: Item, value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (kind === "number") return of === null || value === of;
  if (kind === "votes") return countVotes(textsOf(value), of).isQuorate;
  if (kind === "actions") return textsOf(value).length >= (of ?? 1);
  return typeof value === "string" || Array.isArray(value) ? value.length > 0 : true;
}

function isOfKind({ kind, options, of }: Item, value: Json): boolean {
  if (kind === "tick") return typeof value === "boolean";
  if (kind === "number") return typeof value === "number" && Number.isFinite(value) && (of === null || isCount(value));
  if (kind === "list")
    return Array.isArray(value) && value.every((entry) => typeof entry === "string" && isText(entry));
  if (kind === "votes") return Array.isArray(value) && value.every(isVote) && isOneEach(textsOf(value));
  if (kind === "actions") return Array.isArray(value) && value.every(isAction);
  if (kind === "finding" && typeof value === "boolean") return true;
  if (typeof value !== "string" || !isText(value)) return false;
  if (kind === "choice") return options.includes(value);
  if (kind === "date") return isIsoDay(value);
  return kind !== "person" || !/\s/.test(value);
}

/** Who does it, perhaps until when, and what: `ada@example.org until 2026-03-01: alert on lost orders`. */
function isAction(value: Json): boolean {
  const found = typeof value === "string" ? /^\s*[^\s:]+(?:\s+until\s+([^\s:]+))?\s*:\s*\S/.exec(value) : null;
  return found !== null && (found[1] === undefined || isIsoDay(found[1]));
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function isText(value: string): boolean {
  return value.trim() !== "";
}

function isOneEach(votes: readonly string[]): boolean {
  return countVotes(votes, null).members === votes.length;
}

export function textsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
}

function expectedOf({ kind, options, of }: Item): string {
  if (kind === "tick") return "true or false";
  if (kind === "number") return of === null ? "a number" : `a whole number, of ${of}`;
  if (kind === "choice") return `one of ${options.join(", ")}`;
  if (kind === "list") return "a list of texts that are not empty";
  if (kind === "votes") return `one vote of each member: ${VOTES.map((vote) => `MEMBER: ${vote}`).join(", ")}`;
  if (kind === "actions") return "one text for each action: `WHO: what`, or `WHO until YYYY-MM-DD: what`";
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

function written(value: Json): string {
  return JSON.stringify(value).slice(0, 100);
}
