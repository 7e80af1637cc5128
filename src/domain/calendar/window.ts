import { DAY_SECONDS } from "./local-time.ts";
import type { InstantSpan } from "./span.ts";
import { endInstant, startInstant, type Offset } from "./zone-instants.ts";

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A time of the week in which deployments may start. */
export interface Window {
  readonly zone: string;
  /** Days on which it opens. */
  readonly days: readonly Weekday[];
  /** Seconds of the day, as local clocks show them. */
  readonly from: number;
  /** Not later than `from` means: on the following day. */
  readonly until: number;
}

/** Openings of a window that end after an instant, in order, for the eight local days from the one before it. */
export function openings(window: Window, after: number, offset: Offset): readonly InstantSpan[] {
  const today = Math.floor((after + offset(after)) / DAY_SECONDS);
  return Array.from({ length: 10 }, (_, index) => today - 1 + index)
    .filter((day) => window.days.includes(weekdayOf(day)))
    .map((day) => opening(window, day, offset))
    .filter(({ from, until }) => until > after && until > from);
}

function opening({ from, until }: Window, day: number, offset: Offset): InstantSpan {
  const closes = until > from ? day : day + 1;
  return {
    from: startInstant(day * DAY_SECONDS + from, offset),
    until: endInstant(closes * DAY_SECONDS + until, offset),
  };
}

/** 1970-01-01, day 0, was a Thursday. */
function weekdayOf(day: number): Weekday {
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? "monday";
}
