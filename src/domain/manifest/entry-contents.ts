import { isDefaultObjective, isDefaultTitle } from "../changelog/default-lines.ts";
import { entryDetails, itemsOf, itemsOfSection, type EntryText } from "../changelog/entry.ts";
import { inlineMarkdown } from "../changelog/inline.ts";
import { placementsOf } from "../changelog/placement.ts";
import type { Section } from "../changelog/section.ts";
import { shortHash } from "../commit/commit.ts";
import type { Change } from "../plan/change.ts";
import type { ChangeGroup, Manifest } from "./manifest.ts";

/** The sections of a changelog that become a group of a manifest, which knows fewer. */
const SECTIONS: Readonly<Record<ChangeGroup, readonly Section[]>> = {
  Added: ["Added"],
  Changed: ["Changed", "Deprecated", "Removed"],
  Fixed: ["Fixed"],
  Security: ["Security"],
};

/**
 * What the entry of a version says for its manifest. Breaks that only the commits tell of are told all the
 * same: "None" would be a lie.
 */
export function entryContents(
  entry: EntryText,
  changes: readonly Change[],
): Pick<Manifest, "changes" | "breakingChanges"> {
  const group = (name: ChangeGroup): string[] =>
    SECTIONS[name].flatMap((section) =>
      itemsOfSection(entry, section)
        .map(({ text }) => text)
        .filter((text) => !isNone(text))
        .map((text) => (section === "Deprecated" || section === "Removed" ? `${section}: ${text}` : text)),
    );
  const written = breaks(entry);
  return {
    changes: { Added: group("Added"), Changed: group("Changed"), Fixed: group("Fixed"), Security: group("Security") },
    breakingChanges: written.length > 0 ? written : brokenBy(changes),
  };
}

/** Title and objective that people wrote; without them a sentence that counts. */
export function summaryOf(
  entry: EntryText,
  { product, version, releaseType, previousVersion, changes }: SummaryFacts,
): string {
  const { title, objective } = entryDetails(entry);
  const written = [
    ...(title === null || isDefaultTitle(title) ? [] : [title]),
    ...(objective === null || isDefaultObjective(objective) ? [] : [objective]),
  ];
  if (written.length > 0) return written.join(": ");
  const counts = (Object.keys(SECTIONS) as ChangeGroup[]).flatMap((group) =>
    changes[group].length === 0 ? [] : [`${changes[group].length} ${group.toLowerCase()}`],
  );
  const since = previousVersion === null ? "the first release" : `a release that follows ${previousVersion}`;
  const told = counts.length === 0 ? "no change that users see" : `changes: ${counts.join(", ")}`;
  return `${product} ${version} (${releaseType}) is ${since}, with ${told}.`;
}

type SummaryFacts = Pick<Manifest, "product" | "version" | "releaseType" | "previousVersion" | "changes">;

/** A list, or a paragraph that says more than that there is none. */
function breaks(entry: EntryText): string[] {
  const items = itemsOfSection(entry, "Breaking Changes").map(({ text }) => text);
  if (items.length > 0) return items.filter((text) => !isNone(text));
  return entry.blocks
    .filter(({ section, body }) => section === "Breaking Changes" && itemsOf(body).length === 0)
    .flatMap(({ body }) => body.split(/\n\s*\n/))
    .map((text) => text.replaceAll(/\s+/g, " ").trim())
    .filter((text) => text !== "" && !isNone(text));
}

function brokenBy(changes: readonly Change[]): string[] {
  return changes.flatMap((change) =>
    placementsOf(change)
      .filter(({ section }) => section === "Breaking Changes")
      .map(({ text }) => `${inlineMarkdown(text)} (${shortHash(change.commit)})`),
  );
}

function isNone(text: string): boolean {
  return /^(?:none|n\/a|-)\.?$/i.test(text.trim());
}
