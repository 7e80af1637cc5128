import { isoDay } from "../../kernel/iso-day.ts";
import { inlineMarkdown, inlineText } from "../changelog/inline.ts";
import { linkTarget } from "../changelog/write-entry.ts";
import { notesEmpty, notesHeading, notesOrigin } from "./notes-heading.ts";
import type { AuditedCommit, ReleaseNotes } from "./notes.ts";
import type { Detail, NotesItem, Reference } from "./topics.ts";

/** Release notes as Markdown, one line an item. */
export function notesMarkdown(notes: ReleaseNotes): string {
  const objective = notes.objective === null ? [] : [inlineMarkdown(notes.objective)];
  const blocks = [`# ${inlineText(notesHeading(notes))}`, notesOrigin(notes), ...objective];
  return `${[...blocks, notesBody(notes)].join("\n\n")}\n`;
}

/** The sections of release notes without what stands above them. */
export function notesBody(notes: ReleaseNotes): string {
  const sections = notes.sections.flatMap(({ heading, items }) => [
    `## ${heading}`,
    items.map((item) => itemText(item)).join("\n"),
  ]);
  const commits = notes.commits === undefined ? [] : commitSections(notes.commits);
  const nothing = sections.length + commits.length === 0 ? [notesEmpty(notes)] : [];
  return [...sections, ...commits, ...nothing].join("\n\n");
}

function itemText({ scope, text, details, references }: NotesItem): string {
  const prefix = scope === null ? "" : `**${inlineText(scope)}:** `;
  const suffix = references.length === 0 ? "" : ` (${references.map((reference) => linked(reference)).join(", ")})`;
  return [`- ${prefix}${inlineMarkdown(text)}${suffix}`, ...details.map((detail) => detailText(detail))].join("\n");
}

function detailText({ label, text, address }: Detail): string {
  const told = address === text ? linked({ text, address }) : inlineMarkdown(text);
  return `  - ${label === "" ? "" : `${label}: `}${told}`;
}

function linked({ text, address }: Reference): string {
  return address === null ? inlineText(text) : `[${inlineText(text)}](${linkTarget(address)})`;
}

function commitSections(commits: readonly AuditedCommit[]): string[] {
  const shown = commits.filter(({ represented }) => represented);
  const excluded = commits.filter(({ represented }) => !represented);
  return [...commitTable("Changes in the changelog", shown), ...commitTable("Left out of the changelog", excluded)];
}

function commitTable(heading: string, commits: readonly AuditedCommit[]): string[] {
  if (commits.length === 0) return [];
  const rows = commits.map(({ commit, author, authoredAt, subject, bump, rule, issues }) =>
    [commit, isoDay(authoredAt), author, subject, bump, rule, issues.join(" ")].map((text) => cell(text)),
  );
  const head = ["Commit", "Date", "Author", "Subject", "Bump", "Rule", "Issues"];
  const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  return [`## ${heading} (${commits.length})`, lines.join("\n")];
}

function cell(text: string): string {
  return inlineText(text).replaceAll("|", "\\|");
}
