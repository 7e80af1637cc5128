import { shortHash } from "../commit/commit.ts";
import type { Forge } from "../changelog/forge.ts";
import { placementsOf, trailers } from "../changelog/placement.ts";
import type { Section } from "../changelog/section.ts";
import type { Change } from "../plan/change.ts";

/** What release notes speak about. */
export type Topic =
  | "highlights"
  | "features"
  | "improvements"
  | "fixes"
  | "security"
  | "removals"
  | "breaking"
  | "migration"
  | "environment"
  | "rollback"
  | "deprecations"
  | "known-issues"
  | "tests";

/** One thing to tell. All texts are plain; an address is always http or https. */
export interface NotesItem {
  readonly scope: string | null;
  readonly text: string;
  readonly details: readonly Detail[];
  readonly references: readonly Reference[];
}

/** Something more about an item, such as a workaround; `label` is empty for a description. */
export interface Detail {
  readonly label: string;
  readonly text: string;
  readonly address: string | null;
}

export interface Reference {
  readonly text: string;
  readonly address: string | null;
}

export const TOPIC_OF_SECTION: Readonly<Partial<Record<Section, Topic>>> = {
  Added: "features",
  Changed: "improvements",
  Fixed: "fixes",
  Security: "security",
  Removed: "removals",
  "Breaking Changes": "breaking",
  Deprecated: "deprecations",
  "Known Issues": "known-issues",
};

/** What the commits of a release say, by topic: their places in the changelog, and trailers for everything beside. */
export function topicsOf(changes: readonly Change[], forge: Forge | undefined): Map<Topic, NotesItem[]> {
  const topics = new Map<Topic, NotesItem[]>();
  const add = (topic: Topic, item: NotesItem): void => void topics.set(topic, [...(topics.get(topic) ?? []), item]);
  for (const change of changes.filter(({ cancelled }) => !cancelled)) {
    const make = (text: string, details: readonly Detail[] = []): NotesItem => ({
      scope: change.scope,
      text,
      details,
      references: referencesOf(change, forge),
    });
    for (const { section, text, guide } of placementsOf(change)) {
      const topic = TOPIC_OF_SECTION[section];
      if (topic !== undefined) add(topic, make(withoutPull(text, change), detailsFor(topic, change, guide)));
    }
    for (const text of trailers(change, "Highlight")) add("highlights", highlight(text, change, make));
    for (const token of ["Migration", "Migration-Guide"])
      for (const text of trailers(change, token)) add("migration", make(change.subject, [detail("Migration", text)]));
    for (const text of trailers(change, "Env")) add("environment", make(text));
    for (const text of trailers(change, "Rollback")) add("rollback", make(text));
    for (const { issue, workaround } of knownIssues(change))
      add("known-issues", make(issue, workaround === undefined ? [] : [detail("Workaround", workaround)]));
  }
  return topics;
}

/** A text with the first address in it. */
export function detail(label: string, text: string): Detail {
  return { label, text, address: addressIn(text) };
}

function addressIn(text: string): string | null {
  return /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:)\]]/.exec(text)?.[0] ?? null;
}

function detailsFor(topic: Topic, change: Change, guide: string | null): Detail[] {
  if (topic === "features" && change.body !== "") return [detail("", change.body.split(/\n[ \t]*\n/, 1)[0]!)];
  if (topic === "breaking" && guide !== null) return [detail("Migration guide", guide)];
  if (topic !== "deprecations") return [];
  const timeline = ["Removal", "Removed-In", "Sunset"].flatMap((token) => trailers(change, token));
  return timeline.map((text) => detail("Timeline", text));
}

function highlight(text: string, change: Change, make: (text: string, details: Detail[]) => NotesItem): NotesItem {
  const address = addressIn(text);
  const words =
    address === null
      ? text
      : text
          .replace(address, "")
          .replaceAll(/[\s<>()]+/g, " ")
          .trim();
  return make(words || change.subject, address === null ? [] : [{ label: "See", text: address, address }]);
}

/** Each `Known-Issue:` with the `Workaround:` that follows it. */
function knownIssues({ footers }: Change): { issue: string; workaround: string | undefined }[] {
  const issues: { issue: string; workaround: string | undefined }[] = [];
  for (const { token, value } of footers) {
    if (/^known-issue$/i.test(token)) issues.push({ issue: value, workaround: undefined });
    else if (/^workaround$/i.test(token) && issues.length > 0) issues.at(-1)!.workaround = value;
  }
  return issues;
}

function withoutPull(text: string, { pullRequest }: Change): string {
  const ending = ` (#${pullRequest})`;
  return pullRequest !== null && text.endsWith(ending) ? text.slice(0, -ending.length) : text;
}

function referencesOf({ commit, pullRequest, issues }: Change, forge: Forge | undefined): Reference[] {
  return [
    ...issues.map((issue) => ({ text: issue, address: forge?.issue(issue) ?? null })),
    ...(pullRequest === null ? [] : [{ text: `#${pullRequest}`, address: forge?.pullRequest(pullRequest) ?? null }]),
    { text: shortHash(commit), address: forge?.commit(commit) ?? null },
  ];
}
