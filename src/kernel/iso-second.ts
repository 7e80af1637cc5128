import { isoDay } from "./iso-day.ts";

/** A moment in Unix seconds as UTC: `2026-01-05T09:00:00Z`. */
export function isoSecond(epochSeconds: number): string {
  const rest = ((epochSeconds % 86_400) + 86_400) % 86_400;
  const parts = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${isoDay(epochSeconds)}T${parts.map((part) => String(part).padStart(2, "0")).join(":")}Z`;
}
