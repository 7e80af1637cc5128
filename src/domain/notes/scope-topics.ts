import type { Change } from "../plan/change.ts";
import type { Significance } from "../plan/scope-item.ts";
import { isAccepted, type PlannedItem } from "../scope/scope-state.ts";
import type { NotesItem, Topic } from "./topics.ts";

const TOPIC_OF: Readonly<Record<Significance, Topic>> = { feature: "features", breaking: "breaking", fix: "fixes" };

/** What was planned for a release and accepted, as far as no commit of it says so: a change that names an item tells it. */
export function scopeTopics(items: readonly PlannedItem[], changes: readonly Change[]): Map<Topic, NotesItem[]> {
  const untold = items.filter((item) => isAccepted(item) && !changes.some((change) => tells(change, item)));
  const topics = untold.map((item) => [TOPIC_OF[item.significance], noteOf(item)] as const);
  return new Map(
    [...Map.groupBy(topics, ([topic]) => topic)].map(([topic, members]) => [topic, members.map(([, item]) => item)]),
  );
}

function tells({ subject, issues, cancelled }: Change, { id, title }: PlannedItem): boolean {
  if (cancelled) return false;
  const isNamed = issues.some((issue) => issue === id || issue === `#${id}`);
  return isNamed || subject.toLowerCase().includes(title.toLowerCase());
}

function noteOf({ id, title }: PlannedItem): NotesItem {
  return { scope: null, text: title, details: [], references: [{ text: id, address: null }] };
}
