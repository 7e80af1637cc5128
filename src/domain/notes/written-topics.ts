import { itemsOf, type Block, type EntryText, type Item } from "../changelog/entry.ts";
import type { Forge } from "../changelog/forge.ts";
import { wouldBePlacements } from "../changelog/placement.ts";
import { placedChanges } from "../changelog/release-entry.ts";
import { indexItems } from "../changelog/same-item.ts";
import { itemLine } from "../changelog/write-entry.ts";
import type { Change } from "../plan/change.ts";
import { TOPIC_OF_SECTION, type Detail, type NotesItem, type Topic } from "./topics.ts";

/** What people wrote into the changelog entry of a release and no commit tells. */
export function writtenTopics(
  entry: EntryText,
  changes: readonly Change[],
  forge: Forge | undefined,
): Map<Topic, NotesItem[]> {
  const lines = changes.flatMap((change) =>
    placedChanges(change, wouldBePlacements(change)).map((placed) => itemLine(placed, forge)),
  );
  const generated = indexItems(lines.map((line) => ({ raw: line, text: line.slice(2) })));
  const topics = new Map<Topic, NotesItem[]>();
  for (const block of entry.blocks) {
    const topic = topicOf(block);
    if (topic === undefined) continue;
    const items = itemsOf(block.body).filter((item) => !generated.has(item));
    topics.set(topic, [...(topics.get(topic) ?? []), ...items.map((item) => writtenItem(item))]);
  }
  return topics;
}

function topicOf({ section, name }: Block): Topic | undefined {
  if (section !== undefined) return TOPIC_OF_SECTION[section];
  if (/^(?:migration|upgrad)/i.test(name)) return "migration";
  if (/^(?:environment|configuration)/i.test(name)) return "environment";
  if (/^roll-?back/i.test(name)) return "rollback";
  return /^highlights?$/i.test(name) ? "highlights" : undefined;
}

/** `Text. Workaround: …` is told apart, as it is for trailers. */
function writtenItem({ text }: Item): NotesItem {
  const scope = /^\*\*([^*]+):\*\*\s*/.exec(text);
  const rest = plainText(scope === null ? text : text.slice(scope[0].length));
  const [issue, workaround] = rest.split(/\s*\b[Ww]orkaround:\s*/, 2);
  const details: Detail[] = workaround ? [{ label: "Workaround", text: workaround, address: null }] : [];
  return { scope: scope?.[1] ?? null, text: issue!, details, references: [] };
}

/** Markdown as plain text: links with their address behind them, marks and escapes taken away. */
function plainText(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\(([^)\s]*)\)/g, (_, text: string, address: string) =>
      text === address ? text : `${text} (${address})`,
    )
    .replaceAll(/(\*\*|__)(?=\S)(.*?\S)\1/g, "$2")
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1");
}
