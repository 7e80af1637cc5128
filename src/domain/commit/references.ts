import type { Message } from "./message.ts";

/** Work items a message mentions. Numbers are written as in the text: `#12`, `org/repo#7`, `ABC-34`. */
export interface References {
  /** Number of the pull or merge request that brought the change. */
  readonly pullRequest: number | null;
  /** Items the change closes or refers to, in order of appearance, without repeats. */
  readonly issues: readonly string[];
}

const PULL_REQUEST = /(?:^Merge pull request #(\d+) |\s\((?:#|!)(\d+)\)\s*$)/;
const MERGE_REQUEST = /^See merge request \S*!(\d+)\s*$/m;
const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|references|relates? to|part of|see)\b:?\s+(?=[\w./-]*[#-]\d)/gi;
const SOME_ITEM = /[#!]\d|[A-Z0-9]-\d/;
const ITEM = /^(?:[\w.-]+\/[\w.-]+)?#\d+\b|^GH-\d+\b|^[A-Z][A-Z0-9]+-\d+\b/;
const BETWEEN = /^(?:\s*,\s*(?:and\s+)?|\s+and\s+)/;
const KEY_IN_HEADER = /(?<![\w/-])(?:[A-Z][A-Z0-9]+-\d+)\b(?!\))/g;
const NONE: readonly never[] = [];
const LENGTH_MAX = 20_000; // a longer text is a pasted log, not a description

export function referencesOf(message: Message): References {
  const text = `${message.header}${textWithItems(message)}`;
  const pull = PULL_REQUEST.exec(message.header) ?? (text.includes("merge request") ? MERGE_REQUEST.exec(text) : null);
  const pullRequest = pull === null ? null : Number(pull[1] ?? pull[2]);
  const issues = new Set<string>(message.subject.match(KEY_IN_HEADER));
  // The last miss sets the pattern back to the start; matchAll would copy the pattern for every message.
  while (CLOSING.exec(text) !== null) collectItems(text, CLOSING.lastIndex, issues);
  if (issues.size === 0) return { pullRequest, issues: NONE };
  return { pullRequest, issues: [...issues].filter((issue) => issue !== `#${pullRequest}`) };
}

/** Body and footers as the lines below the header, where they hold something that looks like an item at all. */
function textWithItems({ body, footers }: Message): string {
  if (!SOME_ITEM.test(body) && !footers.some(({ value }) => SOME_ITEM.test(value))) return "";
  let text = `\n${body}`;
  for (const { token, value } of footers) text += `\n${token.replaceAll("-", " ")}: ${value}`;
  return text.length > LENGTH_MAX ? text.slice(0, LENGTH_MAX + 1) : text;
}

/** Reads `#1, #2 and #3` from `offset` on. */
function collectItems(text: string, offset: number, into: Set<string>): void {
  let rest = text.slice(offset, offset + 500);
  for (let item = ITEM.exec(rest); item !== null; item = ITEM.exec(rest)) {
    into.add(item[0].startsWith("GH-") ? `#${item[0].slice(3)}` : item[0]);
    rest = rest.slice(item[0].length);
    const between = BETWEEN.exec(rest);
    if (between === null) return;
    rest = rest.slice(between[0].length);
  }
}
