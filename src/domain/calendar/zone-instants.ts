import { DAY_SECONDS, type LocalSeconds } from "./local-time.ts";

/** How far the clocks of a zone are ahead of UTC at an instant, in seconds. Instants are Unix seconds. */
export type Offset = (instant: number) => number;

/**
 * When clocks show a time: once as a rule, never in a gap, twice in an overlap. A day on either side of the time
 * holds every offset it can have, since zones do not change theirs twice in two days.
 */
function instantsAt(local: LocalSeconds, offset: Offset): readonly number[] {
  const offsets = new Set([offset(local - DAY_SECONDS), offset(local), offset(local + DAY_SECONDS)]);
  return [...offsets]
    .map((ahead) => local - ahead)
    .filter((instant) => instant + offset(instant) === local)
    .sort((a, b) => a - b);
}

/** When something starts: of an ambiguous time the first; a time in a gap moves forward by the gap. */
export function startInstant(local: LocalSeconds, offset: Offset): number {
  return instantsAt(local, offset)[0] ?? afterGap(local, offset);
}

/** When something ends: of an ambiguous time the second; a time in a gap moves like a start, so lengths are kept. */
export function endInstant(local: LocalSeconds, offset: Offset): number {
  return instantsAt(local, offset).at(-1) ?? afterGap(local, offset);
}

/** With the offset before the gap, clocks that had not been put forward would show the time. */
function afterGap(local: LocalSeconds, offset: Offset): number {
  return local - offset(local - DAY_SECONDS);
}
