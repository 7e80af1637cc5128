import { RRuleTemporal } from "rrule-temporal";
import type { Cadence, Recur } from "../../domain/calendar/cadence.ts";
import { isoDay } from "../../kernel/iso-day.ts";
import { isoSecond } from "../../kernel/iso-second.ts";

/** What a product is released by comes round in days; finer rules would only cost time. */
const FREQUENCIES = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY"];

/**
 * Dates of a recurrence rule (RFC 5545). The rule is counted on the clocks of the zone, as if they never changed; what
 * a clock shows becomes an instant afterwards, by the same rules as windows and freezes.
 */
export const recur: Recur = (cadence, from, until) =>
  ruleOf(cadence)
    .between(new Date(from * 1000), new Date(until * 1000), true)
    .map(({ epochMilliseconds }) => epochMilliseconds / 1000)
    .filter((time) => time < until);

/** What is wrong with a rule, in words; `undefined`: nothing. */
export function faultOf(cadence: Cadence): string | undefined {
  const frequency = /(?:^|;)FREQ=(\w+)/i.exec(cadence.every)?.[1]?.toUpperCase();
  if (frequency !== undefined && !FREQUENCIES.includes(frequency)) return `it comes round ${frequency.toLowerCase()}`;
  try {
    const first = ruleOf(cadence).next(new Date(cadence.anchor * 1000), true);
    return first === null ? `it gives no date after ${isoDay(cadence.anchor)}` : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function ruleOf({ every, anchor }: Cadence): RRuleTemporal {
  const start = isoSecond(anchor).replaceAll(/[-:]/g, "").replace(/\.\d+/, "");
  return new RRuleTemporal({ rruleString: `DTSTART:${start}\nRRULE:${every}`, strict: true, maxIterations: 2_000 });
}
