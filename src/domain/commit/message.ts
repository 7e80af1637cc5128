import { GRAMMAR, type MessageGrammar } from "./grammar.ts";

/** One message in the form of Conventional Commits 1.0.0; a commit may hold several of them. */
export interface Message {
  readonly header: string;
  /** In lower case where the grammar treats types without regard to case, as the specification asks. `null`: not conventional. */
  readonly type: string | null;
  readonly scope: string | null;
  readonly subject: string;
  /** All that stands below the header, with line feeds alone at the end of lines. */
  readonly rest: string;
  readonly breaking: boolean;
  /** What breaks, in the author's words; empty when only a `!` says so. */
  readonly breakingNotes: readonly string[];
  readonly body: string;
  readonly footers: readonly Footer[];
}

export interface Footer {
  readonly token: string;
  readonly value: string;
}

const TOKEN = String.raw`(?:BREAKING[ -]CHANGE|[A-Za-z][\w-]*)`;
const IS_FOOTER = new RegExp(`^${TOKEN}(?:: +| #)`);
/** A line that starts a footer; groups: token, value. */
const FOOTER_LINE = new RegExp(String.raw`(?:^|\n)(${TOKEN})(?:: +| (?=#))([^\n]*)`, "g");
/** Up to where a paragraph starts like a footer. */
const UP_TO_FOOTERS = new RegExp(String.raw`(?:^(?:[ \t]*\n)*|\n[ \t]*\n)(?=${TOKEN}(?:: +| #))`, "g");
const BREAKING = /BREAKING[ -]CHANGE/i;
const NONE: readonly never[] = [];
const NOTHING_BELOW = { body: "", footers: NONE };

export function parseMessage(text: string, grammar: MessageGrammar = GRAMMAR.specification): Message {
  const clean = (text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text).trim();
  const end = clean.indexOf("\n");
  const header = end === -1 ? clean : clean.slice(0, end).trimEnd();
  const rest = end === -1 ? "" : clean.slice(end + 1);
  const found = grammar.header.exec(header);
  const notes = (grammar.breakingKeyword ?? BREAKING).test(rest) ? notesIn(rest.split("\n"), grammar) : NONE;
  const { body, footers } = rest === "" ? NOTHING_BELOW : splitFooters(rest);
  return {
    header,
    type: (grammar.isTypeExact ? found?.[1] : found?.[1]?.toLowerCase()) ?? null,
    scope: found?.[2]?.trim() || null,
    subject: found?.[4]?.trim() ?? header,
    rest,
    breaking: found?.[3] !== undefined || notes.length > 0,
    breakingNotes: notes === NONE ? NONE : notes.filter((note) => note !== ""),
    body,
    footers,
  };
}

/** The value of the last footer with this token, whatever its case. */
export function footerValue(message: Pick<Message, "footers">, token: string): string | undefined {
  return message.footers.findLast((footer) => footer.token.toLowerCase() === token.toLowerCase())?.value;
}

/** Footers begin with the first paragraph that starts like one; each runs until the next token (specification, rule 10). */
function splitFooters(text: string): Pick<Message, "body" | "footers"> {
  UP_TO_FOOTERS.lastIndex = 0;
  if (!UP_TO_FOOTERS.test(text)) return { body: text.trim(), footers: NONE };
  const start = UP_TO_FOOTERS.lastIndex;
  FOOTER_LINE.lastIndex = Math.max(0, start - 1); // with the line feed before it
  let found = FOOTER_LINE.exec(text);
  const footers: Footer[] = [];
  while (found !== null) {
    const token = found[1]!;
    const start = FOOTER_LINE.lastIndex - found[2]!.length;
    found = FOOTER_LINE.exec(text);
    footers.push({ token, value: text.slice(start, found?.index).trim() });
  }
  return { body: text.slice(0, start).trim(), footers };
}

/** The texts after each breaking keyword at the start of a line, up to the next footer or keyword. */
function notesIn(lines: readonly string[], { breakingNote }: MessageGrammar): string[] {
  const notes: string[][] = [];
  let current: string[] | undefined;
  for (const line of lines) {
    const found = breakingNote.exec(line);
    if (found !== null) notes.push((current = [found[1] ?? ""]));
    else if (IS_FOOTER.test(line)) current = undefined;
    else current?.push(line);
  }
  return notes.map((note) => note.join("\n").trim());
}
