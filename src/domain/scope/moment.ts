import { isoSecond } from "../../kernel/iso-second.ts";

/** Unix milliseconds as people read them: `2026-01-05T09:00:00Z`. */
export function isoMoment(ms: number): string {
  return isoSecond(Math.floor(ms / 1000));
}
