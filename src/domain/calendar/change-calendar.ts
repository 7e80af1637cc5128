import { epochDay } from "../../kernel/iso-day.ts";
import { nearest } from "../../kernel/nearest.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import { refuse, slip } from "../release/refused.ts";
import type { Cadence, Recur } from "./cadence.ts";
import type { CalendarEvent, FreezeSet, SlotMoved } from "./calendar-event.ts";
import type { CalendarState } from "./calendar-state.ts";
import { DAY_SECONDS, localSeconds } from "./local-time.ts";
import type { Zones } from "./schedule.ts";
import { endInstant } from "./zone-instants.ts";

type Decision = Result<readonly CalendarEvent[], Refusal>;

/** What a decision about a freeze looks at. */
export interface FreezeContext {
  readonly environments: readonly string[];
  readonly zones: Zones;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Sets a freeze, unless one of that name stands or it could not hold. Its zone has to exist. */
export function setFreeze(state: CalendarState, freeze: Omit<FreezeSet, "type">, context: FreezeContext): Decision {
  const [from, until] = [localSeconds(freeze.from), localSeconds(freeze.until)];
  if (from === undefined || until === undefined)
    return slip("time", `${freeze.from} to ${freeze.until} are no times`, "for example 2026-12-20T00:00");
  if (until <= from) return slip("order", "the freeze ends before it starts", `an end after ${freeze.from}`);
  if (endInstant(until, context.zones(freeze.zone)) * 1000 <= context.now)
    return slip("past", `the freeze was over at ${freeze.until}`, "one that still has time to hold");
  if (freeze.reason.trim() === "") return refuse("reason", "a freeze without a reason", "why nothing may be deployed");
  const stranger =
    freeze.environments === "all"
      ? undefined
      : freeze.environments.find((name) => !context.environments.includes(name));
  if (stranger !== undefined) return unknown("environment", stranger, context.environments);
  if (state.freezes.get(freeze.freeze)?.lifted === null)
    return refuse("exists", `the freeze ${freeze.freeze} was set already`, "another name, or lift that one first");
  return ok([{ type: "freeze-set", ...freeze }]);
}

export function liftFreeze(
  state: CalendarState,
  { freeze: name, by, reason }: { readonly freeze: string; readonly by: string; readonly reason: string },
): Decision {
  const freeze = state.freezes.get(name);
  if (freeze === undefined) return unknown("freeze", name, [...state.freezes.keys()]);
  if (freeze.lifted !== null)
    return refuse("lifted", `the freeze ${name} was lifted by ${freeze.lifted.by}`, "one that stands");
  if (reason.trim() === "") return refuse("reason", "a freeze lifted without a reason", "why it may be deployed again");
  return ok([{ type: "freeze-lifted", freeze: name, by, reason }]);
}

/** Moves one date of a cadence within its limit (W-03). */
export function moveSlot(move: Omit<SlotMoved, "type">, cadence: Cadence | null, recur: Recur): Decision {
  const { releaseType, day, to } = move;
  if (cadence === null)
    return refuse("no-cadence", `${releaseType} has no cadence`, "a type whose releases come round");
  const [from, until] = [epochDay(day), epochDay(to)];
  if (from === undefined || until === undefined)
    return slip("day", `${day} to ${to} are no days`, "days such as 2026-04-14");
  const dates = recur(cadence, from * DAY_SECONDS, (from + 1) * DAY_SECONDS);
  if (dates.length === 0)
    return refuse("no-slot", `the rule of ${releaseType} gives no date on ${day}`, "a date of its rule");
  if (Math.abs(until - from) > cadence.movableDays)
    return refuse(
      "too-far",
      `${to} is ${Math.abs(until - from)} days from ${day}`,
      `at most ${cadence.movableDays} days`,
    );
  if (move.reason.trim() === "")
    return refuse("reason", "a date moved without a reason", "what speaks for the other day");
  return ok([{ type: "slot-moved", ...move }]);
}

function unknown(what: string, name: string, all: readonly string[]): Decision {
  const suggestion = nearest(name, all);
  const expected = all.length === 0 ? "none, there are none" : `one of ${all.join(", ")}`;
  return slip(
    `unknown-${what}`,
    `there is no ${what} ${name}`,
    suggestion === undefined ? expected : `perhaps ${suggestion}`,
  );
}
