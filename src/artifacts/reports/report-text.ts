const KEPT_CHARACTERS = 300;

// oxlint-disable-next-line no-control-regex -- colours of a terminal begin with the escape character
const COLOURS = /\u001b\[[0-9;?]*[A-Za-z]/g;

export function withoutColours(text: string): string {
  return text.replaceAll(COLOURS, "");
}

/** One line of at most 300 characters, without control characters. */
export function oneLine(text: string): string {
  const line = withoutColours(text.slice(0, 4 * KEPT_CHARACTERS))
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line.length > KEPT_CHARACTERS ? `${line.slice(0, KEPT_CHARACTERS - 1)}…` : line;
}

/** A moment as reports write it, in UTC to the second; `null` for none, and for one without a zone. */
export function utcTime(moment: string | number | undefined): string | null {
  if (moment === undefined) return null;
  if (typeof moment === "string" && !/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(moment)) return null;
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? null : `${date.toISOString().slice(0, 19)}Z`;
}
