import { parseChangelog, renderChangelog, type ChangelogPart } from "./document.ts";

/**
 * The changelog with `[YANKED]` at the headings of versions that were taken back, as Keep a Changelog has it. Every other
 * byte stays.
 */
export function markYanked(text: string, isTakenBack: (version: string) => boolean): string {
  const document = parseChangelog(text);
  const entries = document.entries.map((entry) =>
    entry.version !== null && !entry.yanked && isTakenBack(entry.version) ? yanked(entry) : entry,
  );
  return renderChangelog({ ...document, entries });
}

/** A heading is one line, or one that is underlined by the next. */
function yanked(entry: ChangelogPart): ChangelogPart {
  return { ...entry, yanked: true, raw: entry.raw.replace(/[ \t]*(\r?\n|$)/, " [YANKED]$1") };
}
