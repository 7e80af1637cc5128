import { isoSecond } from "./iso-second.ts";

/** A moment in Unix milliseconds as UTC, to the second: `2026-01-05T09:00:00Z`. */
export function isoMoment(ms: number): string {
  return isoSecond(Math.floor(ms / 1000));
}
