import { isoDay } from "../../kernel/iso-day.ts";
import { notesEmpty, notesHeading, notesOrigin } from "./notes-heading.ts";
import type { AuditedCommit, ReleaseNotes } from "./notes.ts";
import type { Detail, NotesItem, Reference } from "./topics.ts";

const STYLE =
  ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}" +
  "table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:top}";

/** Release notes as one HTML document that needs nothing beside it. Every text is escaped; only http addresses are links. */
export function notesHtml(notes: ReleaseNotes): string {
  const heading = escapeHtml(notesHeading(notes));
  const sections = notes.sections.map(({ topic, heading, items }) =>
    section(topic, heading, `<ul>\n${items.map((item) => itemHtml(item)).join("\n")}\n</ul>`),
  );
  const commits = notes.commits === undefined ? [] : commitSections(notes.commits);
  const nothing = sections.length + commits.length === 0 ? [`<p>${escapeHtml(notesEmpty(notes))}</p>`] : [];
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${heading}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${heading}</h1>`,
    `<p>${escapeHtml(notesOrigin(notes))}</p>`,
    ...(notes.objective === null ? [] : [`<p>${escapeHtml(notes.objective)}</p>`]),
    ...sections,
    ...commits,
    ...nothing,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (found) => entities[found]!);
}

function section(id: string, heading: string, content: string): string {
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${escapeHtml(heading)}</h2>\n${content}\n</section>`;
}

function itemHtml({ scope, text, details, references }: NotesItem): string {
  const prefix = scope === null ? "" : `<strong>${escapeHtml(scope)}:</strong> `;
  const suffix = references.length === 0 ? "" : ` (${references.map((reference) => linked(reference)).join(", ")})`;
  const more = details.length === 0 ? "" : `\n<ul>${details.map((detail) => detailHtml(detail)).join("")}</ul>`;
  return `<li>${prefix}${escapeHtml(text)}${suffix}${more}</li>`;
}

/** An address inside a text is a link there. */
function detailHtml({ label, text, address }: Detail): string {
  const at = address === null ? -1 : text.indexOf(address);
  const told =
    address === null || at === -1
      ? escapeHtml(text)
      : `${escapeHtml(text.slice(0, at))}${linked({ text: address, address })}${escapeHtml(text.slice(at + address.length))}`;
  return `<li>${label === "" ? "" : `${escapeHtml(label)}: `}${told}</li>`;
}

function linked({ text, address }: Reference): string {
  if (address === null || !/^https?:\/\//.test(address)) return escapeHtml(text);
  return `<a href="${escapeHtml(address)}">${escapeHtml(text)}</a>`;
}

function commitSections(commits: readonly AuditedCommit[]): string[] {
  const shown = commits.filter(({ represented }) => represented);
  const excluded = commits.filter(({ represented }) => !represented);
  return [
    ...commitTable("represented", "Changes in the changelog", shown),
    ...commitTable("excluded", "Left out of the changelog", excluded),
  ];
}

function commitTable(id: string, heading: string, commits: readonly AuditedCommit[]): string[] {
  if (commits.length === 0) return [];
  const head = ["Commit", "Date", "Author", "Subject", "Bump", "Rule", "Issues"];
  const rows = commits.map(({ commit, author, authoredAt, subject, bump, rule, issues }) => {
    const cells = [commit, isoDay(authoredAt), author, subject, bump, rule, issues.join(" ")];
    return `<tr>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join("")}</tr>`;
  });
  const header = `<thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>`;
  return [
    section(id, `${heading} (${commits.length})`, `<table>${header}\n<tbody>\n${rows.join("\n")}\n</tbody></table>`),
  ];
}
