import type { Json } from "../../kernel/canonical-json.ts";

/** What people answer in a step: a checklist, a form, the record of an acceptance test or of a board meeting. */
export interface Template {
  readonly name: string;
  readonly title: string;
  readonly items: readonly Item[];
}

export const ITEM_KINDS = [
  "tick",
  "text",
  "choice",
  "number",
  "list",
  "date",
  "person",
  "votes",
  "actions",
  "finding",
] as const;

/** One thing to answer, or a group that is settled with the items in it. */
export interface Item {
  /** Unique in its template; kept when the words change, so that records of years can be compared: `E1.7`. */
  readonly id: string;
  readonly text: string;
  readonly kind: (typeof ITEM_KINDS)[number];
  /** What a choice offers. */
  readonly options: readonly string[];
  /** Whether the step waits for it. What is in an optional group is optional too. */
  readonly required: "always" | "optional";
  /** Condition on the release under which it is asked at all; `null`: always. */
  readonly when: string | null;
  /** The number it has to be, 6 of 6; of votes, how many members have to take part; of actions, how many there are at least. */
  readonly of: number | null;
  /** A choice whose first option speaks for going on; going on against it needs a reason (G-28). */
  readonly criterion: boolean;
  /** A choice among other choices of the template: whether the chosen one has its first option is what the step ends as (T-16). */
  readonly decides: boolean;
  /** How long it should take, for people: `2h`. */
  readonly duration: string | null;
  /** Any one of these may answer; empty: whoever may act in the step. */
  readonly roles: readonly string[];
  /** The check that answers it where it can be asked. */
  readonly automatic: string | null;
  readonly items: readonly Item[];
}

/** The answer that stands. */
export interface Answer {
  /** A boolean for a tick, a number, a text (a day is `2026-01-05`), or a list of texts; `null`: taken back. */
  readonly value: Json;
  /** Who; `null`: a machine looked. */
  readonly by: string | null;
  readonly role: string | null;
  /** When, in Unix milliseconds. */
  readonly at: number;
  /** What shows it: digests, paths, addresses. */
  readonly evidence: readonly string[];
  readonly note: string | null;
}

/** Answers by item id. */
export type Answers = ReadonlyMap<string, Answer>;

/** Whether a condition of the release holds. */
export type Holds = (condition: string) => boolean;

export function isGroupItem({ items }: Item): boolean {
  return items.length > 0;
}

/** Every item that can be answered, in order: groups are settled by what is in them. */
export function leavesOf(items: readonly Item[]): Item[] {
  return items.flatMap((item) => (isGroupItem(item) ? leavesOf(item.items) : [item]));
}

/** Every item, groups included, in order. */
export function itemsOf(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...itemsOf(item.items)]);
}
