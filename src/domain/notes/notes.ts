import type { EntryText } from "../changelog/entry.ts";
import type { Forge } from "../changelog/forge.ts";
import { placementsOf } from "../changelog/placement.ts";
import type { Change } from "../plan/change.ts";
import type { PlannedItem } from "../scope/scope-state.ts";
import { scopeTopics } from "./scope-topics.ts";
import { topicsOf, type NotesItem, type Topic } from "./topics.ts";
import { writtenTopics } from "./written-topics.ts";

/** For whom notes are written: what they can do, what they have to do, or what exactly happened. */
export const AUDIENCES = ["users", "operators", "auditors"] as const;
export type Audience = (typeof AUDIENCES)[number];

/** The notes of a release as a value. Renderers turn it into a text and add nothing. */
export interface ReleaseNotes {
  readonly product: string;
  readonly component: string | null;
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly previous: { readonly version: string; readonly tag: string } | null;
  /** Whether the release is still to come. */
  readonly planned: boolean;
  readonly audience: Audience;
  readonly title: string | null;
  readonly objective: string | null;
  readonly sections: readonly NotesSection[];
  /** Every commit of the release, for auditors; absent for others. */
  readonly commits?: readonly AuditedCommit[];
}

export interface NotesSection {
  readonly topic: Topic;
  readonly heading: string;
  readonly items: readonly NotesItem[];
}

/** A commit with what decided about it. A commit that holds several messages is listed once for each. */
export interface AuditedCommit {
  readonly commit: string;
  readonly author: string;
  /** Unix seconds. */
  readonly authoredAt: number;
  readonly subject: string;
  readonly bump: string;
  readonly rule: string;
  readonly issues: readonly string[];
  readonly pullRequest: number | null;
  /** Whether the changelog shows it; otherwise `rule` says why not. */
  readonly represented: boolean;
}

export interface NotesInput extends Omit<ReleaseNotes, "sections" | "commits"> {
  /** Newest first. */
  readonly changes: readonly Change[];
  /** The entry of the version as people left it in the changelog. */
  readonly entry: EntryText | undefined;
  readonly forge: Forge | undefined;
  /** What was planned for it. */
  readonly scope?: readonly PlannedItem[] | undefined;
  /** What its tests said. */
  readonly tested?: readonly NotesItem[] | undefined;
}

const HEADINGS: Readonly<Record<Topic, string>> = {
  highlights: "Highlights",
  features: "New features",
  improvements: "Improvements",
  fixes: "Fixes",
  security: "Security",
  removals: "Removed",
  breaking: "Breaking changes",
  migration: "Migration",
  environment: "Environment variables",
  rollback: "Rollback",
  deprecations: "Deprecations",
  "known-issues": "Known issues",
  tests: "Tests",
};

const TOPICS_FOR: Readonly<Record<Audience, readonly Topic[]>> = {
  users: [
    "highlights",
    "features",
    "improvements",
    "fixes",
    "security",
    "removals",
    "breaking",
    "deprecations",
    "known-issues",
    "tests",
  ],
  operators: ["breaking", "migration", "environment", "rollback", "security", "deprecations", "known-issues", "tests"],
  auditors: ["breaking", "security", "known-issues", "tests"],
};

/** Sorts what commits and people say into the sections an audience needs. Sections with nothing in them are absent. */
export function releaseNotes(input: NotesInput): ReleaseNotes {
  const { changes, entry, forge, scope = [], tested = [], ...facts } = input;
  const generated = topicsOf(changes, forge);
  const planned = scopeTopics(scope, changes);
  const written = entry === undefined ? new Map<Topic, NotesItem[]>() : writtenTopics(entry, changes, forge);
  const sections = TOPICS_FOR[facts.audience].flatMap((topic) => {
    const told = [generated, written, planned].flatMap((topics) => topics.get(topic) ?? []);
    const items = topic === "tests" ? tested : told;
    return items.length === 0 ? [] : [{ topic, heading: HEADINGS[topic], items }];
  });
  const commits = facts.audience === "auditors" ? { commits: changes.map((change) => audited(change)) } : {};
  return { ...facts, sections, ...commits };
}

function audited(change: Change): AuditedCommit {
  const { commit, author, authoredAt, type, scope, subject, bump, rule, issues, pullRequest, breaking } = change;
  const prefix = type === null ? "" : `${type}${scope === null ? "" : `(${scope})`}${breaking ? "!" : ""}: `;
  const represented = placementsOf(change).length > 0;
  return { commit, author, authoredAt, subject: `${prefix}${subject}`, bump, rule, issues, pullRequest, represented };
}
