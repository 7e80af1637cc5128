import { UNRECORDED } from "./default-lines.ts";
import { itemsOf, titleBlock, type Block, type EntryText, type Item } from "./entry.ts";
import { indexItems } from "./same-item.ts";
import type { Section } from "./section.ts";

export interface MergedEntry {
  readonly entry: EntryText;
  /** Number of items that came in. */
  readonly added: number;
}

/**
 * Adds to an entry what another one tells and it does not. Everything that stands in `base` stays as it is, in its place
 * and to the byte; items go to the end of their section, sections that are missing where `order` has them.
 */
export function mergeEntry(base: EntryText, addition: EntryText, order: readonly Section[]): MergedEntry {
  let entry = withTitle(base, addition);
  let added = 0;
  for (const block of addition.blocks) {
    if (block === titleBlock(addition)) continue;
    const items = missingItems(entry, block);
    const target = entry.blocks.findIndex((candidate) => sameSection(candidate, block));
    if (target === -1 && (items.length > 0 || itemsOf(block.body).length === 0)) {
      entry = insertBlock(entry, withItems(block, items), order);
    } else if (target !== -1 && items.length > 0) {
      entry = { ...entry, blocks: entry.blocks.with(target, appendItems(entry.blocks[target]!, items)) };
    } else continue;
    if (block.section !== "Verification") added += items.length;
  }
  return { entry, added };
}

/** Puts what people wrote elsewhere into an entry that exists: every line of it, below what stands there. */
export function appendEntry(base: EntryText, moved: EntryText, order: readonly Section[]): EntryText {
  const lead = moved.lead.trim() === "" ? base.lead : below(base.lead, moved.lead);
  let entry: EntryText = { ...base, lead };
  for (const block of moved.blocks) {
    const index = entry.blocks.findIndex((candidate) => sameSection(candidate, block));
    const target = entry.blocks[index];
    if (target === undefined) entry = insertBlock(entry, block, order);
    else {
      const kept = target.body.trim() === UNRECORDED.noBreak ? "" : target.body;
      entry = { ...entry, blocks: entry.blocks.with(index, { ...target, body: below(kept, block.body) }) };
    }
  }
  return entry;
}

/** One list goes on as one list; anything else is kept apart by a blank line. */
function below(upper: string, lower: string): string {
  const text = lower.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  if (upper.trim() === "") return `\n${text}\n\n`;
  const isList = itemsOf(upper).length > 0 && /^ {0,3}[-+*] /.test(text);
  return `${upper.trimEnd()}${isList ? "\n" : "\n\n"}${text}\n\n`;
}

/** Breaks and deprecations tell the same commit from another side, so they are compared among themselves only. */
const APART: readonly (Section | undefined)[] = ["Breaking Changes", "Deprecated", "Verification", "Known Issues"];

function missingItems(entry: EntryText, block: Block): Item[] {
  const apart = APART.includes(block.section);
  const present = entry.blocks.filter((candidate) =>
    apart ? sameSection(candidate, block) : !APART.includes(candidate.section),
  );
  if (block.section === "Verification" && present.length > 0) return [];
  const lead = apart ? [] : itemsOf(entry.lead);
  const known = indexItems([...lead, ...present.flatMap(({ body }) => itemsOf(body))]);
  return itemsOf(block.body).filter((item) => !known.has(item));
}

function sameSection(a: Block, b: Block): boolean {
  return b.section === undefined ? a.name === b.name : a.section === b.section;
}

/** A title and an objective come in only where the entry has none, and where nobody wrote a text above its sections. */
function withTitle(base: EntryText, addition: EntryText): EntryText {
  const title = titleBlock(addition);
  if (title === undefined || titleBlock(base) !== undefined || base.lead.trim() !== "") return base;
  return { ...base, blocks: [title, ...base.blocks] };
}

function withItems(block: Block, items: readonly Item[]): Block {
  if (items.length === 0) return block;
  return { ...block, body: `\n${items.map(({ raw }) => raw).join("\n")}\n\n` };
}

function insertBlock(entry: EntryText, block: Block, order: readonly Section[]): EntryText {
  const level = entry.blocks.find(({ section }) => section !== undefined)?.level ?? block.level;
  const made = { ...block, level, heading: block.heading.replace(/^#+/, "#".repeat(level)) };
  const rank = (section: Section | undefined): number => (section === undefined ? -1 : order.indexOf(section));
  const own = rank(block.section);
  const next = own === -1 ? -1 : entry.blocks.findIndex(({ section }) => rank(section) > own);
  const index = next === -1 ? entry.blocks.length : next;
  const closed = closeBefore(entry, index);
  return { ...closed, blocks: closed.blocks.toSpliced(index, 0, made) };
}

/** A heading needs a blank line before it. */
function closeBefore(entry: EntryText, index: number): EntryText {
  const close = (text: string): string => (/\n\r?\n$/.test(text) ? text : `${text.replace(/\n$/, "")}\n\n`);
  const before = entry.blocks[index - 1];
  if (before !== undefined)
    return { ...entry, blocks: entry.blocks.with(index - 1, { ...before, body: close(before.body) }) };
  return { ...entry, lead: entry.lead.trim() === "" ? "\n" : close(entry.lead) };
}

/** New items stand below the last line of text, with the bullet the section uses. */
function appendItems(block: Block, items: readonly Item[]): Block {
  const kept = block.body.trim() === UNRECORDED.noBreak ? "" : block.body.trimEnd();
  const bullet = /^ {0,3}([-+*])[ \t]/m.exec(kept)?.[1] ?? "-";
  const lines = items.map(({ raw }) => `${bullet}${raw.slice(1)}`).join("\n");
  const end = kept === "" ? "\n\n" : block.body.slice(kept.length);
  const gap = kept === "" ? "\n" : itemsOf(kept).length > 0 ? "\n" : "\n\n";
  return { ...block, body: `${kept}${gap}${lines}${end === "" ? "\n" : end}` };
}
