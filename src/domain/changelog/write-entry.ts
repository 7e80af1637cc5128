import { shortHash } from "../commit/commit.ts";
import { objectiveOf, SCAN_LABEL, titleOf, UNRECORDED } from "./default-lines.ts";
import type { Forge } from "./forge.ts";
import { inlineMarkdown, inlineText } from "./inline.ts";
import type { ReleaseEntry, ShownChange } from "./release-entry.ts";
import type { Section } from "./section.ts";

/** `keep`: Keep a Changelog 1.1. `conventional`: Appendix C, with a title, an objective and verification results. */
export const CHANGELOG_STYLES = ["keep", "conventional"] as const;
export type ChangelogStyle = (typeof CHANGELOG_STYLES)[number];

export interface EntryWriter {
  readonly style: ChangelogStyle;
  /** Where links lead to; absent: references stay plain text. */
  readonly forge: Forge | undefined;
  /** What was verified, for the Appendix C structure. */
  readonly verification?: Verification | undefined;
}

export interface Verification {
  readonly tests?: string | undefined;
  readonly securityScan?: string | undefined;
}

/** The lines of a section, each told once. */
type Lines = ReadonlySet<string>;

const KEEP_ORDER: readonly Section[] = [
  "Breaking Changes",
  "Added",
  "Changed",
  "Deprecated",
  "Removed",
  "Fixed",
  "Security",
];
const APPENDIX_C_ORDER: readonly Section[] = [
  "Added",
  "Changed",
  "Deprecated",
  "Removed",
  "Fixed",
  "Security",
  "Breaking Changes",
];

/** The order of sections in a style; sections of other kinds come after them. */
export function sectionOrder(style: ChangelogStyle): readonly Section[] {
  return style === "keep" ? KEEP_ORDER : [...APPENDIX_C_ORDER, "Known Issues", "Verification"];
}

/** One entry as text, with a line feed after every line and a blank line at the end. */
export function writeEntry(entry: ReleaseEntry, writer: EntryWriter): string {
  const lists = new Map<Section, Set<string>>();
  for (const change of entry.changes) {
    let lines = lists.get(change.section);
    if (lines === undefined) lists.set(change.section, (lines = new Set()));
    lines.add(itemLine(change, writer.forge));
  }
  const sections =
    writer.style === "keep"
      ? sectionTexts("###", KEEP_ORDER, lists)
      : appendix(entry, lists, writer.verification ?? {});
  return `${entryHeading(entry)}\n\n${sections}`;
}

function entryHeading({ version, date, yanked }: Pick<ReleaseEntry, "version" | "date" | "yanked">): string {
  return `## [${version ?? "Unreleased"}]${date === null ? "" : ` - ${date}`}${yanked ? " [YANKED]" : ""}`;
}

/** `- **scope:** subject (#12, abc12345)`; a break names its guide. */
export function itemLine(change: ShownChange, forge: Forge | undefined): string {
  const scope = change.scope === null ? "" : `**${inlineText(change.scope)}:** `;
  const { pullRequest, issues, commit } = change;
  const text = withoutPullRequest(change);
  let references = pullRequest === null ? "" : `${link(`#${pullRequest}`, forge?.pullRequest(pullRequest))}, `;
  for (const issue of issues) {
    const address = forge?.issue(issue);
    if (address !== undefined || !isTold(issue, text)) references += `${link(issue, address)}, `;
  }
  references += link(shortHash(commit), forge?.commit(commit));
  const guide = change.guide === null ? "" : ` ${guideText(change.guide)}`;
  return `- ${scope}${inlineMarkdown(text)} (${references})${guide}`;
}

/** The number of the pull request stands among the references, so it is not said again in the text. */
function withoutPullRequest({ text, pullRequest }: ShownChange): string {
  if (pullRequest === null) return text;
  const plain = text.trimEnd();
  const start = plain.lastIndexOf("(");
  const ending = plain.slice(start);
  return ending === `(#${pullRequest})` || ending === `(!${pullRequest})` ? plain.slice(0, start).trimEnd() : text;
}

/** Whether the text names an issue itself, as a whole word. */
function isTold(issue: string, text: string): boolean {
  return text
    .split(issue)
    .slice(1)
    .some((rest) => !/^\d/.test(rest));
}

function guideText(guide: string): string {
  return /^https?:\/\/\S+$/.test(guide)
    ? `[Migration guide](${linkTarget(guide)})`
    : `Migration: ${inlineMarkdown(guide)}`;
}

function link(text: string, address: string | undefined): string {
  return address === undefined ? text : `[${text}](${linkTarget(address)})`;
}

export function linkTarget(address: string): string {
  if (!/[()<>]/.test(address)) return address;
  return address.replaceAll(/[()<>]/g, (found) => `%${found.codePointAt(0)!.toString(16).toUpperCase()}`);
}

function appendix(
  entry: ReleaseEntry,
  lists: ReadonlyMap<Section, Lines>,
  { tests, securityScan }: Verification,
): string {
  const all = new Map<Section, Lines>(lists);
  if (!all.has("Breaking Changes")) all.set("Breaking Changes", new Set([UNRECORDED.noBreak]));
  return [
    `### ${titleOf(entry)}\n\n${objectiveOf(entry)}\n\n`,
    sectionTexts("####", APPENDIX_C_ORDER, all),
    `#### Verification\n\n- ${tests === undefined ? UNRECORDED.tests : inlineMarkdown(tests)}\n`,
    `- ${securityScan === undefined ? UNRECORDED.securityScan : `${SCAN_LABEL}${inlineMarkdown(securityScan)}`}\n\n`,
  ].join("");
}

/** The sections that have lines, each below a heading of this level. Most entries have one section alone. */
function sectionTexts(level: string, order: readonly Section[], lists: ReadonlyMap<Section, Lines>): string {
  const sections = lists.size < 2 ? [...lists.keys()] : order.filter((section) => lists.has(section));
  return sections.map((section) => `${level} ${section}\n\n${[...lists.get(section)!].join("\n")}\n\n`).join("");
}
