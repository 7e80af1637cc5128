import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { isDefaultLine, recounted } from "./default-lines.ts";
import {
  findEntry,
  lineEndingOf,
  parseChangelog,
  putEntry,
  renderChangelog,
  type ChangelogDocument,
} from "./document.ts";
import { parseEntry, renderEntry, type EntryText } from "./entry.ts";
import { headingsOf, linesOf } from "./headings.ts";
import { appendEntry, mergeEntry } from "./merge-entry.ts";
import { sectionOf, type Section } from "./section.ts";

/** Where the text of an entry comes from: generated from commits, written by hand, or hand-written and completed. */
export const CHANGELOG_SOURCES = ["commits", "hand", "both"] as const;
export type ChangelogSource = (typeof CHANGELOG_SOURCES)[number];

/** The entry of a release as it comes from the commits, and what is needed to tell it from a text of people. */
export interface GeneratedEntry {
  readonly version: string;
  readonly text: string;
  /** The same without any change: heading, title and whatever the style always has. */
  readonly skeleton: string;
  /** Every line that was or could have been generated from the commits of this release. */
  readonly knownLines: ReadonlySet<string>;
  /** Whether the date was asked for; otherwise a date that stands in the file stays. */
  readonly dated: boolean;
  readonly order: readonly Section[];
  /** Level of the headings of sections. */
  readonly sectionLevel: number;
}

export interface EditedChangelog {
  readonly text: string;
  /** What was done, one sentence each, for people. */
  readonly did: readonly string[];
}

export const NEW_CHANGELOG = `# Changelog

What changed, release by release. The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/); the
numbers follow [Semantic Versioning](https://semver.org/spec/v2.0.0.html).

`;

/** The changelog with entries for versions that have none; those that are there stay as they are, to the byte. */
export function addMissingEntries(
  text: string | undefined,
  entries: readonly { readonly version: string; readonly text: string }[],
): EditedChangelog {
  const ending = lineEndingOf(text ?? "");
  let document = parseChangelog(text ?? NEW_CHANGELOG);
  const present = new Set(document.entries.map(({ version }) => version));
  const missing = entries.filter(({ version }) => !present.has(version));
  for (const { version, text } of missing) {
    document = putEntry(document, { version, date: null, yanked: false, raw: withEnding(text, ending) });
  }
  const did = missing.length === 0 ? "every release has its entry" : `added ${missing.length} missing entries`;
  return { text: renderChangelog(document), did: [did] };
}

interface Scene {
  readonly generated: GeneratedEntry;
  readonly existing: EntryText | undefined;
  /** What people wrote under Unreleased; absent when there is nothing. */
  readonly unreleased: EntryText | undefined;
}

/** The changelog with the entry of a release in it. Doing it again changes nothing; a text written by hand is never lost. */
export function editChangelog(
  text: string | undefined,
  generated: GeneratedEntry,
  source: ChangelogSource,
): Result<EditedChangelog, Problem> {
  const ending = lineEndingOf(text ?? "");
  const document = parseChangelog(text ?? NEW_CHANGELOG);
  const present = findEntry(document, generated.version);
  const top = findEntry(document, null);
  const unreleased = top === undefined ? undefined : parseEntry(withEnding(top.raw, "\n"));
  const before = present === undefined ? undefined : withEnding(present.raw, "\n");
  const scene: Scene = {
    generated,
    existing: before === undefined ? undefined : dated(parseEntry(before), generated),
    unreleased: unreleased !== undefined && hasText(unreleased) ? unreleased : undefined,
  };
  const written = source === "commits" ? fromCommits(scene) : fromHand(scene, source);
  if (!written.ok) return written;
  const { entry, moved, did } = written.value;
  const raw = renderEntry(entry);
  const emptied = moved ? emptyUnreleased(document, ending) : document;
  if (raw === before) return ok({ text: renderChangelog(emptied), did });
  const part = { version: generated.version, date: null, yanked: false, raw: withEnding(raw, ending) };
  return ok({ text: renderChangelog(putEntry(emptied, part)), did });
}

interface Written {
  readonly entry: EntryText;
  /** Whether the text under Unreleased went into the entry. */
  readonly moved: boolean;
  readonly did: readonly string[];
}

function fromCommits({ existing, generated }: Scene): Result<Written, Problem> {
  const { version } = generated;
  const fresh = parseEntry(generated.text);
  if (existing === undefined) return ok({ entry: fresh, moved: false, did: [`added ${version}`] });
  const rewritten = { ...fresh, heading: existing.heading };
  const same = renderEntry(rewritten).trim() === renderEntry(existing).trim();
  if (same) return ok({ entry: existing, moved: false, did: [`${version} is up to date`] });
  if (isGenerated(existing, generated)) return ok({ entry: rewritten, moved: false, did: [`wrote ${version} anew`] });
  const kept = `kept ${version} as it is, because it was written or changed by hand`;
  return ok({ entry: existing, moved: false, did: [kept] });
}

function fromHand(scene: Scene, source: "hand" | "both"): Result<Written, Problem> {
  const { existing, unreleased, generated } = scene;
  const { version, order } = generated;
  if (source === "hand" && existing === undefined && unreleased === undefined) return err(nothingWritten(version));
  const did: string[] = [];
  let entry = existing;
  if (unreleased !== undefined) {
    const moved = movedEntry(unreleased, generated);
    entry = entry === undefined ? moved : appendEntry(entry, moved, order);
    did.push(`moved what stood under Unreleased to ${version}`);
  }
  if (entry === undefined) return ok({ entry: parseEntry(generated.text), moved: false, did: [`added ${version}`] });
  const addition = parseEntry(source === "hand" ? generated.skeleton : generated.text);
  const { entry: merged, added } = mergeEntry(entry, addition, order);
  if (added > 0) did.push(`added ${added} generated ${added === 1 ? "item" : "items"} to ${version}`);
  if (did.length === 0) did.push(`${version} is up to date`);
  return ok({ entry: recounted(merged), moved: unreleased !== undefined, did });
}

/** A heading without a day gets one, unless it says more than that; a day that stands there stays, unless one was asked for. */
function dated(existing: EntryText, { text, dated }: GeneratedEntry): EntryText {
  const has = /\d{4}-\d{2}-\d{2}/.test(existing.heading);
  const isBare = /^ {0,3}#+\s+\[?v?[\w.+-]+\]?(?:\s*[-–—(]\s*unreleased\)?)?\s*$/i.test(existing.heading);
  return (has && dated) || (!has && isBare) ? { ...existing, heading: parseEntry(text).heading } : existing;
}

/** Whether an entry has no line that a person must have written. */
function isGenerated(entry: EntryText, { knownLines, text }: GeneratedEntry): boolean {
  const expected = new Set(text.split("\n"));
  const lines = [...linesOf(renderEntry({ ...entry, heading: "" }))].map(({ line }) => line);
  return lines.every(
    (line) =>
      line.trim() === "" ||
      knownLines.has(line) ||
      expected.has(line) ||
      isDefaultLine(line) ||
      (/^#{3,4} /.test(line) && sectionOf(line) !== undefined),
  );
}

function hasText({ lead, blocks }: EntryText): boolean {
  return `${lead}${blocks.map(({ body }) => body).join("")}`.replaceAll(/<!--[^]*?-->/g, "").trim() !== "";
}

/** What stood under Unreleased as an entry: sections at the level of the style, empty ones left behind. */
function movedEntry({ lead, blocks }: EntryText, { text, sectionLevel }: GeneratedEntry): EntryText {
  const mark = "#".repeat(sectionLevel);
  return {
    heading: parseEntry(text).heading,
    lead,
    blocks: blocks
      .filter(({ body, section }) => section === undefined || body.trim() !== "")
      .map((block) =>
        block.section === undefined
          ? block
          : { ...block, level: sectionLevel, heading: block.heading.replace(/^ {0,3}#+/, mark) },
      ),
  };
}

function emptyUnreleased(document: ChangelogDocument, ending: string): ChangelogDocument {
  const empty = (raw: string): string => `${raw.slice(0, headingsOf(raw)[0]!.end).trimEnd()}${ending}${ending}`;
  const entries = document.entries.map((entry) =>
    entry.version === null ? { ...entry, raw: empty(entry.raw) } : entry,
  );
  return { ...document, entries };
}

function withEnding(text: string, ending: string): string {
  return text.replaceAll(/\r?\n/g, ending);
}

function nothingWritten(version: string): Problem {
  return {
    code: "changelog-empty",
    kind: "failed",
    found: `the changelog has no text for ${version}: its Unreleased section is empty, and so is the entry`,
    expected: "text written by hand, because `changelog.source` is hand",
    action: "write what changed under `## [Unreleased]`, or set `changelog.source` to both or commits",
  };
}
