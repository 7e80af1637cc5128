/** What a tag takes from the entry of a version in a changelog. */
export interface ChangelogEntry {
  /** Whether the heading has a date: "Unreleased" is none. */
  readonly dated: boolean;
  /** The heading below the version's own, where it is the title of a phase or workstream. */
  readonly title: string | null;
  readonly objective: string | null;
  /** Items of the section `Removed`. */
  readonly removed: readonly string[];
}

const HEADING = /^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const OBJECTIVE = /^\*\*Objective:?\*\*:?[ \t]*(.+)$/;

const SECTIONS: ReadonlySet<string> = new Set([
  "added",
  "changed",
  "deprecated",
  "removed",
  "fixed",
  "security",
  "breaking changes",
  "verification",
]);

/** Reads the entry of a version; absent when there is none. Headings in fenced examples are no headings. */
export function changelogEntry(text: string, version: string): ChangelogEntry | undefined {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const headings = headingsOf(lines);
  const start = headings.findIndex((heading) => heading.level <= 2 && versionOfHeading(heading.text) === version);
  if (start === -1) return undefined;
  const own = headings[start]!;
  const next = headings.slice(start + 1).find(({ level }) => level <= own.level);
  const inside = headings.slice(start + 1).filter(({ line }) => next === undefined || line < next.line);
  const body = lines.slice(own.line + 1, next?.line);
  const removed = inside.find((heading) => heading.text.toLowerCase() === "removed");
  return {
    dated: /\d{4}-\d{2}-\d{2}|\] - \d/.test(own.text),
    title: titleOf(inside, lines),
    objective: body.map((line) => OBJECTIVE.exec(line)?.[1]?.trim()).find((found) => found !== undefined) ?? null,
    removed: removed === undefined ? [] : itemsAfter(lines, removed.line),
  };
}

/** The versions a changelog has entries for, in the order of the text. */
export function changelogVersions(text: string): string[] {
  const headings = headingsOf(text.replace(/^\uFEFF/, "").split(/\r?\n/));
  return headings.flatMap(({ level, text: heading }) => (level > 2 ? [] : (versionOfHeading(heading) ?? [])));
}

interface Heading {
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

function headingsOf(lines: readonly string[]): Heading[] {
  let fence: string | undefined;
  return lines.flatMap((text, line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1]?.slice(0, 3);
    if (mark !== undefined && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    const found = fence === undefined ? HEADING.exec(text) : null;
    return found === null ? [] : [{ level: found[1]!.length, text: found[2]!, line }];
  });
}

function versionOfHeading(text: string): string | undefined {
  return /^\[?v?(\d+\.\d+\.\d+[0-9A-Za-z.+-]*)/.exec(text)?.[1];
}

/** A title is followed by its objective, or has the sections below it; a plain section is neither. */
function titleOf(inside: readonly Heading[], lines: readonly string[]): string | null {
  const [first, second] = inside;
  if (first === undefined) return null;
  const after = lines.slice(first.line + 1).find((line) => line.trim() !== "") ?? "";
  const isSection = SECTIONS.has(first.text.toLowerCase());
  const isTitle = OBJECTIVE.test(after) || (second !== undefined && second.level > first.level);
  return isTitle && !isSection && first.text !== "" ? first.text : null;
}

function itemsAfter(lines: readonly string[], line: number): string[] {
  const end = lines.findIndex((text, index) => index > line && HEADING.test(text));
  return lines
    .slice(line + 1, end === -1 ? undefined : end)
    .flatMap((text) => /^[-*+] +(.+)$/.exec(text)?.[1]?.trim() ?? [])
    .filter((item) => !/^none\b/i.test(item));
}
