import type { Message } from "./message.ts";

/** Work items a message mentions. Numbers are written as in the text: `#12`, `org/repo#7`, `ABC-34`. */
export interface References {
  /** Number of the pull or merge request that brought the change. */
  readonly pullRequest: number | null;
  /** Items the change closes or refers to, in order of appearance, without repeats. */
  readonly issues: readonly string[];
}

const MERGED_PULL_REQUEST = /^Merge pull request #(\d+) /;
const MERGE_REQUEST = /^See merge request \S*!(\d+)\s*$/m;
const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|references|relates?[ -]to|part[ -]of|see)\b:?\s+(?=[\w./-]*[#-]\d)/gi;
const SOME_ITEM = /[#!]\d|[A-Z0-9]-\d/;
const ITEM = /^(?:[\w.-]+\/[\w.-]+)?#\d+\b|^GH-\d+\b|^[A-Z][A-Z0-9]+-\d+\b/;
const BETWEEN = /^(?:\s*,\s*(?:and\s+)?|\s+and\s+)/;
const KEY_IN_HEADER = /(?<![\w/-])(?:[A-Z][A-Z0-9]+-\d+)\b(?!\))/g;
const DIGITS = /^\d+$/;
const NONE: readonly never[] = [];
const NO_REFERENCES: References = { pullRequest: null, issues: NONE };
const LENGTH_MAX = 20_000; // a longer text is a pasted log, not a description
const LIST_MAX = 500;

export function referencesOf({ header, subject, rest }: Message): References {
  const below = SOME_ITEM.test(rest) ? bounded(rest) : "";
  const pullRequest = pullRequestIn(header) ?? mergeRequestIn(below);
  const issues = itemsIn(below, itemsIn(bounded(header), subject.match(KEY_IN_HEADER) ?? NONE));
  if (issues.length === 0) return pullRequest === null ? NO_REFERENCES : { pullRequest, issues };
  const own = `#${pullRequest}`;
  const isPlain = issues.length === 1 && issues[0] !== own;
  return { pullRequest, issues: isPlain ? issues : [...new Set(issues)].filter((issue) => issue !== own) };
}

/** From `Merge pull request #12 from …`, or from a header that ends in ` (#12)` or ` (!12)`. */
function pullRequestIn(header: string): number | null {
  const merged = header.startsWith("Merge ") ? MERGED_PULL_REQUEST.exec(header) : null;
  if (merged !== null) return Number(merged[1]);
  if (!header.endsWith(")")) return null;
  const start = header.lastIndexOf("(");
  const mark = header[start + 1];
  const isReference = (mark === "#" || mark === "!") && start > 0 && header[start - 1]!.trim() === "";
  const number = isReference ? header.slice(start + 2, -1) : "";
  return DIGITS.test(number) ? Number(number) : null;
}

function mergeRequestIn(text: string): number | null {
  const merged = text.includes("merge request") ? MERGE_REQUEST.exec(text) : null;
  return merged === null ? null : Number(merged[1]);
}

function bounded(text: string): string {
  return text.length > LENGTH_MAX ? text.slice(0, LENGTH_MAX) : text;
}

/** The items before, and those that stand behind each word that closes or names some. */
function itemsIn(text: string, before: readonly string[]): readonly string[] {
  let items = before;
  // The last miss sets the pattern back to the start; matchAll would copy the pattern for every message.
  while (CLOSING.test(text)) items = withList(items, text.slice(CLOSING.lastIndex, CLOSING.lastIndex + LIST_MAX));
  return items;
}

/** Reads `#1, #2 and #3` from the start of a text. */
function withList(before: readonly string[], text: string): readonly string[] {
  const items = ITEM.exec(text);
  if (items === null) return before;
  const item = items[0].startsWith("GH-") ? `#${items[0].slice(3)}` : items[0];
  const all = before.length === 0 ? [item] : before.concat(item);
  const rest = text.slice(items[0].length);
  const between = BETWEEN.exec(rest);
  return between === null ? all : withList(all, rest.slice(between[0].length));
}
