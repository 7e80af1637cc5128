import { headingsOf, linesOf } from "../changelog/headings.ts";

/** A manifest cut at its headings and labels, before anybody asks what they mean. Names are in lower case. */
export interface ManifestText {
  /** Name and version of the second heading. */
  readonly title: string | null;
  /** By heading of level 2; the head stands under `head`, what follows the checksum under the last section. */
  readonly sections: ReadonlyMap<string, SectionText>;
  /** Labels of the whole text that carry a value, wherever they stand. */
  readonly values: ReadonlyMap<string, string>;
}

export interface SectionText {
  /** Lines above the first label or heading of level 3. */
  readonly lead: readonly string[];
  /** Lines below each label or heading of level 3. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

const HEAD = "head";

const LABEL = /^(?:\*\*|__)([^*_]+?):?(?:\*\*|__):?[ \t]*(.*)$/;

/** Bold words that open a part or carry a value; any other bold word is just bold. */
const LABELS = new Set([
  "release date",
  "release type",
  "previous version",
  "test results",
  "security scan",
  "failed tests",
  "verification date",
  "verified by",
  "migration required",
  "source code",
  "documentation",
  "tests",
  "no dependency changes",
  "dependency changes",
  "environment variables",
  "data migration",
  "rollback procedure",
  "sha-256 checksums",
  "manifest checksum",
  "manifest generated",
  "manifest version",
]);

/** Comments say nothing: the template guides by them. */
export function readManifestText(source: string): ManifestText {
  const text = source.replaceAll(/<!--[^]*?-->/g, "");
  const headings = new Map(headingsOf(text).map((heading) => [heading.start, heading]));
  const sections = new Map<string, { lead: string[]; parts: Map<string, string[]> }>();
  const values = new Map<string, string>();
  let title: string | null = null;
  let section = sectionNamed(sections, HEAD);
  let lines = section.lead;
  for (const { start, line } of linesOf(text)) {
    const heading = headings.get(start);
    const bold = heading === undefined ? LABEL.exec(line) : null;
    const label = bold !== null && LABELS.has(keyOf(bold[1]!)) ? bold : null;
    if (heading !== undefined && heading.level > 2) {
      lines = partNamed(section.parts, heading.text);
    } else if (heading?.level === 2 && title === null) {
      title = heading.text;
    } else if (heading?.level === 2) {
      section = sectionNamed(sections, heading.text);
      lines = section.lead;
    } else if (label !== null) {
      const [, name = "", value = ""] = label;
      lines = partNamed(section.parts, name);
      if (value !== "") lines.push(value);
      if (value !== "") values.set(keyOf(name), value.trim());
    } else if (heading === undefined && !/^ {0,3}(?:-{3,}|\*{3,})[ \t]*$/.test(line) && line.trim() !== "") {
      lines.push(line);
    }
  }
  return { title, sections, values };
}

/** The items of a list. Lines that go on with an item belong to it; `None` alone is no item. */
export function listItems(lines: readonly string[]): string[] {
  const items: string[] = [];
  for (const line of lines) {
    const bullet = /^ {0,3}[-*+][ \t]+(.*)$/.exec(line);
    if (bullet !== null) items.push(bullet[1]!.trim());
    else if (items.length > 0 && /^\s/.test(line)) items.push(`${items.pop()} ${line.trim()}`);
    else if (line.trim() !== "") items.push(line.trim());
  }
  return items.filter((item) => !isNone(item));
}

export function isNone(text: string): boolean {
  return /^(?:none(?: required)?|no|n\/a|-)\.?$/i.test(text.replaceAll(/[*_]/g, "").trim());
}

function sectionNamed(sections: Map<string, { lead: string[]; parts: Map<string, string[]> }>, name: string) {
  const key = keyOf(name);
  const section = sections.get(key) ?? { lead: [], parts: new Map<string, string[]>() };
  sections.set(key, section);
  return section;
}

function partNamed(parts: Map<string, string[]>, name: string): string[] {
  const lines = parts.get(keyOf(name)) ?? [];
  parts.set(keyOf(name), lines);
  return lines;
}

/** Names as they are compared: without numbers, marks and remarks in parentheses. */
function keyOf(name: string): string {
  return name
    .replace(/^\d+[.)]?\s+/, "")
    .replace(/\s*\([^)]*\)\s*$/, "")
    .replace(/:$/, "")
    .trim()
    .toLowerCase();
}
