import type { Item } from "./entry.ts";

/** Finds out whether a text already tells what an item tells. */
export interface ItemIndex {
  has(item: Item): boolean;
}

const HASH = /(?<![\w#/])[0-9a-f]{7,40}(?!\w)|(?<=\/commits?\/)[0-9a-f]{7,40}(?!\w)/g;
const NUMBER = /(?<![\w&])#\d+\b/g;
const HASH_LENGTH = 7; // forges and git shorten to different lengths; what they share is compared

/**
 * Two items tell the same when they name the same commit or the same pull request or issue, or when their words are the
 * same, references, marks and case aside.
 */
export function indexItems(items: readonly Item[]): ItemIndex {
  const known = new Set(items.flatMap((item) => [...referencesIn(item), wordsOf(item)]));
  return { has: (item) => known.has(wordsOf(item)) || referencesIn(item).some((reference) => known.has(reference)) };
}

function referencesIn({ text }: Item): string[] {
  const hashes = (text.match(HASH) ?? []).filter((word) => /\d/.test(word)).map((hash) => hash.slice(0, HASH_LENGTH));
  return [...hashes, ...(text.match(NUMBER) ?? [])];
}

function wordsOf({ text }: Item): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(?:\s*\([^()]*\))+[.\s]*$/, "")
    .replace(/^\*\*[^*]*:\*\*\s*/, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
