import type { Footer } from "../commit/message.ts";
import type { Change } from "../plan/change.ts";
import type { Section } from "./section.ts";

/** Where a change stands in a changelog, and with which words. */
export interface Placement {
  readonly section: Section;
  readonly text: string;
  /** Address or name of the guide that helps over a break. */
  readonly guide: string | null;
}

const SECTION_OF_TYPE: Readonly<Record<string, Section>> = {
  feat: "Added",
  feature: "Added",
  add: "Added",
  added: "Added",
  fix: "Fixed",
  bugfix: "Fixed",
  hotfix: "Fixed",
  security: "Security",
  sec: "Security",
  deprecate: "Deprecated",
  deprecated: "Deprecated",
  remove: "Removed",
  removed: "Removed",
};

/**
 * The sections a change stands in; none when it is left out, for the reason its rule gives. A change that releases
 * something always stands somewhere; one that does not is shown only for a fact readers must not miss: a security fix or
 * a deprecation. A break is told twice: as what it is, and as what it breaks.
 */
export function placementsOf(change: Change): readonly Placement[] {
  return change.cancelled ? [] : wouldBePlacements(change);
}

/** The placements a change has when nothing takes it back. */
export function wouldBePlacements(change: Change): readonly Placement[] {
  const section = mainSection(change);
  const deprecated = trailer(change, "Deprecated");
  const placements: Placement[] = section === undefined ? [] : [{ section, text: change.subject, guide: null }];
  if (deprecated !== undefined && section !== "Deprecated")
    placements.push({ section: "Deprecated", text: deprecated, guide: null });
  if (change.breaking && change.bump !== "none") placements.push(...breaks(change));
  return placements;
}

function breaks(change: Change): Placement[] {
  const guide = trailer(change, "Migration-Guide") ?? trailer(change, "Migration") ?? null;
  const notes = change.breakingNotes.length === 0 ? [change.subject] : change.breakingNotes;
  return notes.map((text) => ({ section: "Breaking Changes", text, guide }));
}

/** A security fix says so by its type, its scope or a trailer. */
export function isSecurity(change: Change): boolean {
  return (
    change.type === "security" ||
    change.type === "sec" ||
    change.scope?.toLowerCase() === "security" ||
    trailer(change, "Security") !== undefined
  );
}

/** The value of the last trailer with this name, whatever its case; empty ones do not count. */
export function trailer({ footers }: Pick<Change, "footers">, token: string): string | undefined {
  for (let index = footers.length - 1; index >= 0; index--) {
    const footer = footers[index]!;
    if (isNamed(footer, token)) return footer.value || undefined;
  }
  return undefined;
}

export function trailers({ footers }: Pick<Change, "footers">, token: string): string[] {
  return footers.flatMap((footer) => (isNamed(footer, token) && footer.value !== "" ? footer.value : []));
}

/** Tokens are ASCII; nearly all differ in length already. */
function isNamed({ token }: Footer, wanted: string): boolean {
  return token.length === wanted.length && token.toLowerCase() === wanted.toLowerCase();
}

function mainSection(change: Change): Section | undefined {
  if (isSecurity(change)) return "Security";
  const section = change.type === null ? undefined : SECTION_OF_TYPE[change.type];
  if (section === "Deprecated") return section;
  return change.bump === "none" ? undefined : (section ?? "Changed");
}
