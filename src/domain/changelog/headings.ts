/** A heading of a Markdown text. Offsets count UTF-16 units; `end` is where the text below it starts. */
export interface Heading {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly text: string;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const UNDERLINE = /^ {0,3}(?:(=+)|-{2,})[ \t]*$/;
const NO_PARAGRAPH = /^ {0,3}(?:[>|]|(?:[-+*]|\d+[.)])(?:\s|$))/;

/**
 * The headings of a text, `#` and underlined ones (CommonMark 0.31, sections 4.2 and 4.3). What stands in fenced code
 * and in HTML comments is no heading.
 */
export function headingsOf(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let comment = false;
  let before: { start: number; line: string } | undefined; // a line of its own, which an underline makes a heading
  let blank = true;
  for (const { start, end, line } of linesOf(text)) {
    const opened: string | undefined = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (opened?.startsWith(fence) === true && line.trim() === opened) fence = undefined;
      before = undefined;
    } else if (comment || /^ {0,3}<!--/.test(line)) {
      comment = !line.includes("-->");
      before = undefined;
    } else if (opened !== undefined) {
      fence = opened;
      before = undefined;
    } else {
      const atx = ATX.exec(line);
      const underline = before === undefined ? null : UNDERLINE.exec(line);
      if (atx !== null) headings.push({ start, end, level: atx[1]!.length, text: withoutClosing(atx[2] ?? "") });
      else if (underline !== null)
        headings.push({ start: before!.start, end, level: underline[1] === undefined ? 2 : 1, text: before!.line });
      const standsAlone = atx === null && blank && line.trim() !== "" && !NO_PARAGRAPH.test(line);
      before = standsAlone ? { start, line: line.trim() } : undefined;
    }
    blank = line.trim() === "" || ATX.test(line);
  }
  return headings;
}

interface Line {
  readonly start: number;
  /** Where the next line starts. */
  readonly end: number;
  /** Without its line ending. */
  readonly line: string;
}

export function* linesOf(text: string): Generator<Line> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline + 1;
    yield { start, end, line: text.slice(start, end).replace(/\r?\n$|\r$/, "") };
    start = end;
  }
}

function withoutClosing(text: string): string {
  const trimmed = text.trim();
  const hashes = trimmed.length - trimmed.replace(/#+$/, "").length;
  if (hashes === 0 || !/[ \t]/.test(trimmed[trimmed.length - hashes - 1] ?? " ")) return trimmed;
  return trimmed.slice(0, trimmed.length - hashes).trim();
}
