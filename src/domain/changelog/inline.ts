/** What the author escaped, code spans, and then what would open a tag or a code span that nobody closes. */
const SPECIAL = /\\[!-/:-@[-`{-~]|(?<!`)(`+)(?!`)(?:.*?[^`])\1(?!`)|[<`]/g;
const SOME_SPECIAL = /[\\<`]/;
const BLANKS = /[\s\p{Cc}]+/gu;
const UNEVEN = /[^\S ]|[^ -~\u00A0-\uFFFF]| {2}/; // the same and double blanks, in a form that is found faster
const BLOCK_START = /^(?:[#>|]|[-+*](?=\s|$)|[-*_=~]{3,}|\d{1,9}[.)](?=\s|$)|\[[ xX]\](?=\s))/;
const LENGTH_MAX = 2000; // a longer text is a pasted log, not a sentence

/**
 * Text of a commit as one line of Markdown that stays inside its list item: no tag, heading, list or code span can start
 * in it that the author did not close. Code spans keep what they hold.
 */
export function inlineMarkdown(text: string): string {
  const line = inlineText(text);
  return BLOCK_START.test(line) ? line.replace(BLOCK_START, escapeStart) : line;
}

/** The same for a text that does not stand at the start of its line or item. */
export function inlineText(text: string): string {
  const line = oneLine(text);
  return SOME_SPECIAL.test(line)
    ? line.replaceAll(SPECIAL, (found) => (found.length === 1 ? `\\${found}` : found))
    : line;
}

/** White space and control characters as single blanks, cut where nobody reads on. */
export function oneLine(text: string): string {
  const line = (UNEVEN.test(text) ? text.replaceAll(BLANKS, " ") : text).trim();
  return line.length <= LENGTH_MAX ? line : `${line.slice(0, LENGTH_MAX).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** `1.` is escaped before its dot, everything else before its first character. */
function escapeStart(found: string): string {
  return /^\d/.test(found) ? `${found.slice(0, -1)}\\${found.at(-1)}` : `\\${found}`;
}
