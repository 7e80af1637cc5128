import type { Offset } from "../../domain/calendar/zone-instants.ts";

/** Offsets of an IANA zone by the time zone data that Node carries; `undefined` when there is no such zone. */
export function zoneOffset(zone: string): Offset | undefined {
  const clock = clockOf(zone);
  if (clock === undefined) return undefined;
  return (instant) => {
    const shown = new Map(clock.formatToParts(instant * 1000).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
    const seconds = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    return seconds / 1000 - instant;
  };
}

/** Making a formatter takes far longer than using it, and there are few zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  const clock = clocks.get(zone) ?? newClock(zone);
  if (clock !== undefined) clocks.set(zone, clock);
  return clock;
}

function newClock(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }
}
