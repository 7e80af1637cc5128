import type { Offset } from "../../domain/calendar/zone-instants.ts";
import { isoSecond } from "../../kernel/iso-second.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { zoneOffset } from "./zone-offset.ts";

/** Offsets of a zone somebody named; a problem where there is none of that name. */
export function knownZone(zone: string): Offset {
  const offset = zoneOffset(zone);
  if (offset !== undefined) return offset;
  throw new SlipwayError({
    code: "time-zone",
    kind: "input",
    found: `there is no time zone "${zone}"`,
    expected: "a name of the IANA time zone database, such as Europe/Berlin or UTC",
    action: "correct the name",
  });
}

/** A moment (Unix milliseconds) on the clocks of a zone and in UTC: `2026-04-14 09:00 Europe/Berlin (2026-04-14T07:00:00Z)`. */
export function localAndUtc(ms: number, zone: string): string {
  const seconds = Math.floor(ms / 1000);
  const local = isoSecond(seconds + knownZone(zone)(seconds));
  return `${local.slice(0, 16).replace("T", " ")} ${zone} (${isoSecond(seconds)})`;
}
