import { parseMessage } from "./message.ts";

/**
 * Which messages one commit text may hold besides its own. `bullets`: a squash merge lists the messages it joined as
 * `* type: subject`. `paragraphs`: a paragraph that starts with a conventional header is a message of its own, and so is a
 * block between BEGIN_NESTED_COMMIT and END_NESTED_COMMIT. `lines`: every line that is a conventional header.
 */
export const SQUASH_STYLES = ["bullets", "paragraphs", "lines"] as const;
export type SquashStyle = (typeof SQUASH_STYLES)[number];

const BULLET = /^[*-] +(?=[a-z]+(?:\([^()]*\))?!?: \S)/;
const PARAGRAPH =
  /^(?=(?:feat|fix|docs|style|refactor|perf|test|build|ci|chore|revert|deps|security)(?:\([^()]*\))?!?: \S)/;
const LINE = /^(?!BREAKING)\w+(?:\([^()\n]+\))?!?:/;

/** The same patterns at the start of any line: most commits hold one message, and this tells it in one look. */
const [SOME_BULLET, SOME_PARAGRAPH] = [BULLET, PARAGRAPH].map(
  (pattern) => new RegExp(`\\n${pattern.source.slice(1)}`),
) as [RegExp, RegExp];
const NESTED = /^BEGIN_NESTED_COMMIT\s*$([\s\S]*?)^END_NESTED_COMMIT\s*$/gm;

/** The messages of a commit, the header's own first. */
export function splitSquash(text: string, styles: readonly SquashStyle[]): string[] {
  if (styles.includes("lines")) return splitAtHeaders(text);
  if (!styles.includes("paragraphs") || !text.includes("BEGIN_NESTED_COMMIT")) return splitLines(text, styles);
  const nested = [...text.matchAll(NESTED)].flatMap((found) => splitLines(found[1]!.trim(), styles));
  return [...splitLines(text.replaceAll(NESTED, "").trim(), styles), ...nested];
}

function splitAtHeaders(text: string): string[] {
  const messages: string[][] = [];
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    const last = messages.at(-1);
    if (last === undefined || LINE.test(line)) messages.push([line]);
    else last.push(line);
  }
  return dropRepeats(messages.map((message) => message.join("\n").trim()).filter((message) => message !== ""));
}

function splitLines(text: string, styles: readonly SquashStyle[]): string[] {
  const bullets = styles.includes("bullets");
  const paragraphs = styles.includes("paragraphs");
  if (!(bullets && SOME_BULLET.test(text)) && !(paragraphs && SOME_PARAGRAPH.test(text))) return [text];
  const starts = [...(bullets ? [BULLET] : []), ...(paragraphs ? [PARAGRAPH] : [])];
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const messages: string[][] = [[lines[0]!]];
  let afterBlank = false;
  for (const line of lines.slice(1)) {
    const start: RegExp | undefined = afterBlank ? starts.find((pattern) => pattern.test(line)) : undefined;
    if (start === undefined) messages.at(-1)!.push(line);
    else messages.push([line.replace(start, "")]);
    afterBlank = start !== undefined || line.trim() === "";
  }
  return dropRepeats(messages.map((message) => message.join("\n").trim()).filter((message) => message !== ""));
}

/** A squash of one commit repeats its header in the body. */
function dropRepeats(messages: readonly string[]): string[] {
  const seen = new Set<string>();
  return messages.filter((message) => {
    const { type, scope, subject } = parseMessage(message);
    const key = JSON.stringify([type, scope, subject.replace(/\s+\(#\d+\)$/, "")]);
    return !seen.has(key) && seen.add(key);
  });
}
