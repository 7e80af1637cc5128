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

const HEADING = /^(#{1,6})[ \t]+(.*)$/;
const OBJECTIVE = /^\*\*Objective:?\*\*:?[ \t]*(.+)$/;
const FENCE = /^ {0,3}(```|~~~)/;

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

/** The entries of a changelog by version, in the order of the text. Headings in fenced examples are no headings. */
export function changelogEntries(text: string): ReadonlyMap<string, ChangelogEntry> {
  const entries = new Map<string, ChangelogEntry>();
  for (const part of partsOf(text.replace(/^\uFEFF/, "").split(/\r?\n/))) {
    const version = /^\[?v?(\d+\.\d+\.\d+[0-9A-Za-z.+-]*)/.exec(part.heading)?.[1];
    if (version !== undefined && !entries.has(version)) entries.set(version, entryOf(part));
  }
  return entries;
}

interface Part {
  readonly heading: string;
  readonly body: string[];
  /** Headings inside, with the index of their line in `body`. */
  readonly headings: { readonly level: number; readonly text: string; readonly index: number }[];
}

/** Cuts a text at its headings of level 1 and 2: some changelogs give releases one, some the other. */
function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  let fence: string | undefined;
  for (const line of lines) {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    const found = fence === undefined ? HEADING.exec(line) : null;
    const part = parts.at(-1);
    if (found !== null && found[1]!.length <= 2) parts.push({ heading: found[2]!.trim(), body: [], headings: [] });
    else if (part !== undefined) {
      if (found !== null)
        part.headings.push({ level: found[1]!.length, text: found[2]!.trim(), index: part.body.length });
      part.body.push(line);
    }
  }
  return parts;
}

function entryOf(part: Part): ChangelogEntry {
  const { heading, body, headings } = part;
  const objective = body.map((line) => OBJECTIVE.exec(line)?.[1]?.trim()).find((found) => found !== undefined);
  const removed = headings.findIndex(({ text }) => text.toLowerCase() === "removed");
  const section = removed === -1 ? [] : body.slice(headings[removed]!.index + 1, headings[removed + 1]?.index);
  return {
    dated: /\d{4}-\d{2}-\d{2}|\] - \d/.test(heading),
    title: titleOf(part),
    objective: objective ?? null,
    removed: section
      .flatMap((line) => /^[-*+] +(.+)$/.exec(line)?.[1]?.trim() ?? [])
      .filter((item) => !/^none\b/i.test(item)),
  };
}

/** A title is followed by its objective, or has the sections below it; a plain section is neither. */
function titleOf({ body, headings: [first, second] }: Part): string | null {
  if (first === undefined || first.text === "" || SECTIONS.has(first.text.toLowerCase())) return null;
  const after = body.slice(first.index + 1).find((line) => line.trim() !== "") ?? "";
  return OBJECTIVE.test(after) || (second !== undefined && second.level > first.level) ? first.text : null;
}
