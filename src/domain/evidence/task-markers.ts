/** A line that a range of commits added. */
export interface AddedLine {
  readonly path: string;
  /** Counted from 1, in the later commit. */
  readonly line: number;
  readonly text: string;
}

/** What lines may hold that are looked at closer: an extended regular expression for git. */
export const MARKER_WORDS = "TODO|FIXME";

/** A marker opens a comment or an open box, or is followed by a colon or a bracket; a sentence may mention the word. */
const MARKER = /(?:\/\/|\/\*|\*|#|--|;|%|<!--|\[ \])[ \t]*(?:TODO|FIXME)\b|\b(?:TODO|FIXME)(?=[:(])/;

/** Written down: the number of an issue, the key of a ticket, or an address stands in the line. */
const REFERENCE = /#\d+|\b[A-Z][A-Z0-9]+-\d+\b|\bhttps?:\/\//;

/** The markers that nobody resolved, and that name no place where they are written down (G-18, E1.4). */
export function openMarkers(lines: readonly AddedLine[]): AddedLine[] {
  return lines.filter(({ text }) => MARKER.test(text) && !REFERENCE.test(text));
}
