import type { LocalSeconds } from "./local-time.ts";

/** The rule by which releases of a type come round. */
export interface Cadence {
  /** Recurrence rule of RFC 5545, without its name: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`. */
  readonly every: string;
  /** First time, on the clocks of the zone. Rules count from it, and its time of day is that of every date. */
  readonly anchor: LocalSeconds;
  readonly zone: string;
  /** How many days a date may move either way; 0: not at all. */
  readonly movableDays: number;
}

/**
 * Times a rule gives, on local clocks and in order, from one time (inclusive) to another (exclusive). A clock that is
 * put forward or back does not concern them: a rule says what the clock shows.
 */
export type Recur = (cadence: Cadence, from: LocalSeconds, until: LocalSeconds) => readonly LocalSeconds[];
