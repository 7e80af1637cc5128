import { compareVersions, versionOf } from "../version/version.ts";
import { headingsOf, linesOf } from "./headings.ts";
import { readVersionHeading, type VersionHeading } from "./version-heading.ts";

/** A changelog file cut into pieces that keep their bytes: put together again they are the file. */
export interface ChangelogDocument {
  /** Everything above the first entry. */
  readonly header: string;
  readonly entries: readonly ChangelogPart[];
  /** The link references at the end. */
  readonly tail: string;
}

/** One entry as it stands in the file, from its heading to where the next one starts. */
export interface ChangelogPart extends VersionHeading {
  readonly raw: string;
}

export function parseChangelog(text: string): ChangelogDocument {
  const tailStart = findTail(text);
  const starts = headingsOf(text).flatMap((heading) => {
    const read = heading.start < tailStart ? readVersionHeading(heading.text, heading.level) : undefined;
    return read === undefined ? [] : [{ start: heading.start, ...read }];
  });
  return {
    header: text.slice(0, starts[0]?.start ?? tailStart),
    entries: starts.map(({ start, version, date, yanked }, index) => ({
      version,
      date,
      yanked,
      raw: text.slice(start, starts[index + 1]?.start ?? tailStart),
    })),
    tail: text.slice(tailStart),
  };
}

export function renderChangelog({ header, entries, tail }: ChangelogDocument): string {
  return `${header}${entries.map(({ raw }) => raw).join("")}${tail}`;
}

/** The entry of a version, whatever form its heading has; `null` asks for what is not released yet. */
export function findEntry(document: ChangelogDocument, version: string | null): ChangelogPart | undefined {
  return document.entries.find((entry) => entry.version === version);
}

/** Replaces the entry of the same version, or puts the entry where its version belongs. */
export function putEntry(document: ChangelogDocument, entry: ChangelogPart): ChangelogDocument {
  const present = document.entries.findIndex(({ version }) => version === entry.version);
  const index = present === -1 ? placeFor(document.entries, entry.version) : present;
  const entries = document.entries.toSpliced(index, present === -1 ? 0 : 1, entry);
  return separate({ ...document, entries }, index);
}

/** The line ending most lines of a text have. */
export function lineEndingOf(text: string): "\n" | "\r\n" {
  const lines = text.split("\n").length - 1;
  return text.split("\r\n").length - 1 > lines / 2 ? "\r\n" : "\n";
}

/** Newest first, below what is not released; a file that runs oldest first goes on that way. */
function placeFor(entries: readonly ChangelogPart[], version: string | null): number {
  if (version === null) return 0;
  const wanted = versionOf(version);
  const known = entries.flatMap(({ version: text }, index) => {
    const parsed = text === null ? undefined : versionOf(text);
    return parsed === undefined ? [] : [{ index, parsed }];
  });
  const [first, last] = [known[0], known.at(-1)];
  const top = entries[0]?.version === null ? 1 : 0;
  if (wanted === undefined || first === undefined || last === undefined) return top;
  if (compareVersions(first.parsed, last.parsed) < 0) {
    return known.find(({ parsed }) => compareVersions(parsed, wanted) > 0)?.index ?? entries.length;
  }
  return known.find(({ parsed }) => compareVersions(parsed, wanted) < 0)?.index ?? last.index + 1;
}

/** An entry needs a blank line before it and after it; whoever lacks one gets it, nothing else moves. */
function separate(document: ChangelogDocument, index: number): ChangelogDocument {
  const ending = lineEndingOf(renderChangelog(document));
  const entries = [...document.entries];
  const pad = (text: string): string => (text === "" || /\n\r?\n$/.test(text) ? text : padded(text, ending));
  const header = index === 0 ? pad(document.header) : document.header;
  const before = entries[index - 1];
  if (before !== undefined) entries[index - 1] = { ...before, raw: pad(before.raw) };
  const isLast = index === entries.length - 1 && document.tail === "";
  const own = entries[index]!;
  entries[index] = { ...own, raw: isLast ? own.raw.replace(/\n(?:\r?\n)+$/, "\n") : pad(own.raw) };
  return { ...document, header, entries };
}

function padded(text: string, ending: string): string {
  return text.endsWith("\n") ? `${text}${ending}` : `${text}${ending}${ending}`;
}

/** Where the run of link references (with blank lines and comments between them) at the end starts. */
function findTail(text: string): number {
  let start = text.length;
  let hasReference = false;
  for (const line of linesOf(text)) {
    const reference = /^ {0,3}\[[^\]]+\]:\s*\S/.test(line.line);
    if (reference && !hasReference) start = line.start;
    if (reference) hasReference = true;
    else if (line.line.trim() !== "" && !(hasReference && /^\s*<!--.*-->\s*$/.test(line.line))) {
      hasReference = false;
      start = text.length;
    }
  }
  return hasReference ? start : text.length;
}
