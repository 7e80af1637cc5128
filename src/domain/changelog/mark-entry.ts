import { findEntry, parseChangelog, putEntry, renderChangelog } from "./document.ts";
import { parseEntry, renderEntry, titleBlock } from "./entry.ts";

/** The changelog with a mark such as SECURITY before the title of an entry, once; an entry without a title stays as it is. */
export function markEntry(text: string, version: string, mark: string): string {
  const document = parseChangelog(text);
  const part = findEntry(document, version);
  const entry = part === undefined ? undefined : parseEntry(part.raw);
  const title = entry === undefined ? undefined : titleBlock(entry);
  if (part === undefined || entry === undefined || title === undefined || title.name.startsWith(`${mark}:`))
    return text;
  const heading = title.heading.replace(/^(#+[ \t]+)/, `$1${mark}: `);
  const raw = renderEntry({ ...entry, blocks: entry.blocks.with(entry.blocks.indexOf(title), { ...title, heading }) });
  return renderChangelog(putEntry(document, { ...part, raw }));
}
