import type { CadenceDocument, EnvironmentDocument } from "../contract/process.ts";
import type { PeakDocument, WindowDocument } from "../contract/schedule.ts";
import type { Cadence } from "../domain/calendar/cadence.ts";
import type { EnvironmentCalendar, Peak } from "../domain/calendar/environment-calendar.ts";
import { localSeconds, secondsOfDay } from "../domain/calendar/local-time.ts";
import type { Window } from "../domain/calendar/window.ts";
import { must } from "../kernel/assert.ts";
import { durationMs } from "../kernel/duration.ts";

const DAY_MS = 86_400_000;

/** When releases of a type come round. Whether its rule and zone exist is asked where dates are made of it. */
export function normaliseCadence({ every, anchor, zone, movable = "0d" }: CadenceDocument): Cadence {
  const first = must(localSeconds(anchor.includes("T") ? anchor : `${anchor}T00:00`), anchor);
  return { every, anchor: first, zone, movableDays: must(durationMs(movable), movable) / DAY_MS };
}

/** When an environment is deployed to. */
export function normaliseCalendar({
  windows = [],
  peaks = [],
}: Omit<EnvironmentDocument, "tier">): EnvironmentCalendar {
  return { windows: windows.map(normaliseWindow), peaks: peaks.map(normalisePeak) };
}

export function normaliseWindow({ zone, days, from, until }: WindowDocument): Window {
  return { zone, days, from: must(secondsOfDay(from), from), until: must(secondsOfDay(until), until) };
}

function normalisePeak({ name, policy, ...time }: PeakDocument): Peak {
  if ("days" in time) return { name, policy, time: normaliseWindow(time) };
  const { zone, from, until } = time;
  return {
    name,
    policy,
    time: { zone, from: must(localSeconds(from), from), until: must(localSeconds(until), until) },
  };
}
