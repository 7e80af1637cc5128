import { GRAMMAR, type MessageGrammar } from "./grammar.ts";

/** One message in the form of Conventional Commits 1.0.0; a commit may hold several of them. */
export interface Message {
  readonly header: string;
  /** In lower case, as the specification asks to treat types without regard to case. `null`: not conventional. */
  readonly type: string | null;
  readonly scope: string | null;
  readonly subject: string;
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

const FOOTER = /^(?<token>BREAKING[ -]CHANGE|[A-Za-z][\w-]*)(?:: +| (?=#))(?<value>.*)$/;

export function parseMessage(text: string, grammar: MessageGrammar = GRAMMAR.specification): Message {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").trim().split("\n");
  const header = (lines[0] ?? "").trim();
  const { body, footers } = splitFooters(lines.slice(1));
  const groups = grammar.header.exec(header)?.groups;
  const breakingNotes = notesIn(lines.slice(1), grammar);
  const bang = groups?.["bang"] !== undefined;
  return {
    header,
    type: groups?.["type"]?.toLowerCase() ?? null,
    scope: groups?.["scope"]?.trim() || null,
    subject: groups?.["subject"]?.trim() ?? header,
    breaking: bang || breakingNotes.length > 0,
    breakingNotes: breakingNotes.filter((note) => note !== ""),
    body,
    footers,
  };
}

/** The value of the last footer with this token, whatever its case. */
export function footerValue(message: Pick<Message, "footers">, token: string): string | undefined {
  return message.footers.findLast((footer) => footer.token.toLowerCase() === token.toLowerCase())?.value;
}

/** Footers begin with the first paragraph that starts like one; each runs until the next token (specification, rule 10). */
function splitFooters(lines: readonly string[]): { body: string; footers: Footer[] } {
  const start = lines.findIndex((line, index) => (index === 0 || lines[index - 1]!.trim() === "") && FOOTER.test(line));
  if (start === -1) return { body: lines.join("\n").trim(), footers: [] };
  const footers: { token: string; lines: string[] }[] = [];
  for (const line of lines.slice(start)) {
    const groups = FOOTER.exec(line)?.groups;
    if (groups === undefined) footers.at(-1)!.lines.push(line);
    else footers.push({ token: groups["token"]!, lines: [groups["value"]!] });
  }
  return {
    body: lines.slice(0, start).join("\n").trim(),
    footers: footers.map(({ token, lines }) => ({ token, value: lines.join("\n").trim() })),
  };
}

/** The texts after each breaking keyword at the start of a line, up to the next footer or keyword. */
function notesIn(lines: readonly string[], { breakingNote }: MessageGrammar): string[] {
  const notes: string[][] = [];
  let current: string[] | undefined;
  for (const line of lines) {
    const found = breakingNote.exec(line);
    if (found !== null) notes.push((current = [found[1] ?? ""]));
    else if (FOOTER.test(line)) current = undefined;
    else current?.push(line);
  }
  return notes.map((note) => note.join("\n").trim());
}
