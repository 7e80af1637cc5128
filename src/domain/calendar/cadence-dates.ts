import { must } from "../../kernel/assert.ts";
import { epochDay, isoDay } from "../../kernel/iso-day.ts";
import type { Cadence, Recur } from "./cadence.ts";
import { movedKey, type CalendarState } from "./calendar-state.ts";
import { calendarObstacles, type CalendarQuestion } from "./environment-calendar.ts";
import { DAY_SECONDS, type LocalSeconds } from "./local-time.ts";
import type { Zones } from "./schedule.ts";
import { startInstant } from "./zone-instants.ts";

/** A day on which a type is released by its cadence. */
export interface CadenceDate {
  /** The day its rule gives, `2026-04-14`. */
  readonly day: string;
  /** The day it was moved to, and why; `null`: not moved (W-03). */
  readonly moved: { readonly to: string; readonly reason: string; readonly by: string } | null;
  /** From the time of day of the rule to the end of the local day, in Unix milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Time to look at, in Unix milliseconds. */
export interface Range {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Whose dates are asked for. */
export interface Regular {
  readonly releaseType: string;
  readonly cadence: Cadence;
  readonly recur: Recur;
  readonly zones: Zones;
}

/** The dates of a cadence that are not over at the start of a range, and start before its end, in order. */
export function cadenceDates(
  state: CalendarState,
  regular: Regular,
  { fromMs, untilMs }: Range,
): readonly CadenceDate[] {
  const { cadence, recur } = regular;
  const around = (cadence.movableDays + 2) * DAY_SECONDS;
  return recur(cadence, fromMs / 1000 - around, untilMs / 1000 + around)
    .map((time) => dateAt(time, state, regular))
    .filter((date) => date.untilMs > fromMs && date.fromMs < untilMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

/** When an environment opens on a date; `null`: not on that day. */
export function openingOn(
  { fromMs, untilMs }: CadenceDate,
  state: CalendarState,
  question: CalendarQuestion,
  nowMs: number,
): number | null {
  const { opensAt } = calendarObstacles(state, question, Math.max(fromMs, nowMs));
  return opensAt !== null && opensAt < untilMs ? opensAt : null;
}

function dateAt(time: LocalSeconds, { moves }: CalendarState, { releaseType, cadence, zones }: Regular): CadenceDate {
  const day = isoDay(time);
  const moved = moves.get(movedKey(releaseType, day)) ?? null;
  const offset = zones(cadence.zone);
  const midnight = must(epochDay(moved?.to ?? day), day) * DAY_SECONDS;
  return {
    day,
    moved: moved === null ? null : { to: moved.to, reason: moved.reason, by: moved.by },
    fromMs: startInstant(midnight + (time % DAY_SECONDS), offset) * 1000,
    untilMs: startInstant(midnight + DAY_SECONDS, offset) * 1000,
  };
}
