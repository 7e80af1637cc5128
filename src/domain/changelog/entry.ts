import { headingsOf, linesOf } from "./headings.ts";
import { sectionOf, type Section } from "./section.ts";

/** An entry cut at its headings. Its pieces keep their bytes: put together again they are the entry. */
export interface EntryText {
  /** The line with the version. */
  readonly heading: string;
  /** What stands between that line and the first heading below it. */
  readonly lead: string;
  readonly blocks: readonly Block[];
}

/** A heading inside an entry with what stands below it. */
export interface Block {
  readonly heading: string;
  readonly level: number;
  readonly name: string;
  /** What kind of section it opens; absent for a title and for headings of other kinds. */
  readonly section: Section | undefined;
  readonly body: string;
}

/** What an entry of the Appendix C structure says beside its sections. */
export interface EntryDetails {
  readonly title: string | null;
  readonly objective: string | null;
}

const OBJECTIVE = /^\s*(?:\*\*|__)Objective:?(?:\*\*|__):?[ \t]*(.*)$/im;

export function parseEntry(raw: string): EntryText {
  const [first, ...inner] = headingsOf(raw);
  const start = first?.end ?? 0;
  return {
    heading: raw.slice(0, start),
    lead: raw.slice(start, inner[0]?.start ?? raw.length),
    blocks: inner.map(({ start, end, level, text }, index) => ({
      heading: raw.slice(start, end),
      level,
      name: text,
      section: sectionOf(text),
      body: raw.slice(end, inner[index + 1]?.start ?? raw.length),
    })),
  };
}

export function renderEntry({ heading, lead, blocks }: EntryText): string {
  return `${heading}${lead}${blocks.map((block) => `${block.heading}${block.body}`).join("")}`;
}

export function entryDetails(entry: EntryText): EntryDetails {
  const objective = OBJECTIVE.exec([entry.lead, ...entry.blocks.map(({ body }) => body)].join("\n"))?.[1];
  return { title: titleBlock(entry)?.name ?? null, objective: objective?.trim() || null };
}

/** The first heading is a title when it opens no section and an objective or deeper headings follow it. */
export function titleBlock({ blocks: [first, second] }: EntryText): Block | undefined {
  if (first === undefined || first.section !== undefined) return undefined;
  const leads = OBJECTIVE.test(first.body) || (second !== undefined && second.level > first.level);
  return leads && itemsOf(first.body).length === 0 ? first : undefined;
}

/** The items of a section as written, each with the lines that belong to it, and as one line of text. */
export interface Item {
  readonly raw: string;
  readonly text: string;
}

const BULLET = /^( {0,3})(?:[-+*]|\d{1,9}[.)])[ \t]+/;

export function itemsOf(body: string): Item[] {
  const items: string[][] = [];
  let open = false; // whether the line before belongs to an item
  let blank = false;
  for (const { line } of linesOf(body)) {
    const bullet = BULLET.exec(line);
    if (bullet !== null && (bullet[1]!.length < 2 || !open)) items.push([line]);
    else if (line.trim() !== "" && open && (/^\s/.test(line) || !blank)) items.at(-1)!.push(line);
    else if (line.trim() !== "") open = false;
    if (bullet !== null) open = true;
    blank = line.trim() === "";
  }
  return items.map((lines) => ({
    raw: lines.join("\n"),
    text: lines.join(" ").replace(BULLET, "").replaceAll(/\s+/g, " ").trim(),
  }));
}

/** All items of one kind of section. */
export function itemsOfSection({ blocks }: EntryText, section: Section): Item[] {
  return blocks.filter((block) => block.section === section).flatMap(({ body }) => itemsOf(body));
}
