import { parseSchedule } from "../../config/schedule.ts";
import { nextOpening, obstaclesAt, type Departure, type Obstacle } from "../../domain/calendar/schedule.ts";
import type { Offset } from "../../domain/calendar/zone-instants.ts";
import { must } from "../../kernel/assert.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { zoneOffset } from "./zone-offset.ts";

/** Whether a deployment may start at a moment, and when it may next. Times in UTC, `2026-01-05T09:00:00Z`. */
export interface Slot {
  readonly at: string;
  readonly open: boolean;
  readonly obstacles: readonly Obstacle[];
  /** `at` itself when it is open; null when it never will be. */
  readonly opens: string | null;
  /** The same moment on the clocks of every zone of the schedule, `2026-01-05T10:00:00`. */
  readonly local: Readonly<Record<string, string>>;
}

/** Reads a schedule and looks for the next slot from a moment on, in Unix seconds. */
export function nextSlot(text: string, file: string, at: number, ignores: Departure["ignores"]): Slot {
  const schedule = parseSchedule(text, file, zoneOffset);
  if (!schedule.ok) throw new SlipwayError(schedule.error);
  const zones = (zone: string): Offset => must(zoneOffset(zone), zone);
  const obstacles = obstaclesAt(schedule.value, at, { zones, ignores });
  const opens = nextOpening(schedule.value, at, { zones, ignores });
  const { windows, freezes } = schedule.value;
  const names = opens === undefined ? [] : new Set([...windows, ...freezes].map(({ zone }) => zone));
  return {
    at: utc(at),
    open: obstacles.length === 0,
    obstacles,
    opens: opens === undefined ? null : utc(opens),
    local: Object.fromEntries(
      [...names].toSorted().map((zone) => [zone, utc((opens ?? at) + zones(zone)(opens ?? at)).slice(0, -1)]),
    ),
  };
}

function utc(instant: number): string {
  return new Date(instant * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}
