import type { ReleaseNotes } from "./notes.ts";

export function notesHeading({ product, component, version, title }: ReleaseNotes): string {
  return `${component ?? product} ${version}${title === null ? "" : `: ${title}`}`;
}

/** Where the release stands in history, in one sentence. */
export function notesOrigin({ date, planned, tag, previous, audience }: ReleaseNotes): string {
  const when = planned ? `Planned, as of ${date}` : `Released ${date}`;
  const after = previous === null ? "the first release" : `after ${previous.version}`;
  return `${when}, ${after}. Tag ${tag}. Notes for ${audience}.`;
}

/** What is said in place of sections when there are none. */
export function notesEmpty({ audience }: ReleaseNotes): string {
  return audience === "operators" ? "Nothing to do for operators." : "No change to tell about.";
}
