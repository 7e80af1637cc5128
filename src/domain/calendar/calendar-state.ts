import type { FreezeSet, SlotMoved } from "./calendar-event.ts";

/** What people decided about when a product is deployed, beside its settings. */
export interface CalendarState {
  /** By name, the lifted ones included. */
  readonly freezes: ReadonlyMap<string, StandingFreeze>;
  /** Moved dates, by `movedKey`; the last move of a day counts. */
  readonly moves: ReadonlyMap<string, Omit<SlotMoved, "type">>;
}

export interface StandingFreeze extends Omit<FreezeSet, "type"> {
  /** Unix milliseconds. */
  readonly setAt: number;
  /** `null` while it stands. */
  readonly lifted: { readonly at: number; readonly by: string; readonly reason: string } | null;
}

export const EMPTY_CALENDAR: CalendarState = { freezes: new Map(), moves: new Map() };

/** @param day Day that the rule of the type gives. */
export function movedKey(releaseType: string, day: string): string {
  return `${releaseType} ${day}`;
}

/** Freezes of an environment that were not lifted, in the order in which they were set. */
export function freezesOf({ freezes }: CalendarState, environment: string): readonly StandingFreeze[] {
  return [...freezes.values()].filter(
    ({ environments, lifted }) => lifted === null && (environments === "all" || environments.includes(environment)),
  );
}
