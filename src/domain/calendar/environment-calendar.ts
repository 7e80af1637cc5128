import type { Refusal } from "../release/command.ts";
import { freezesOf, type CalendarState, type StandingFreeze } from "./calendar-state.ts";
import { freezeSpan, type Freeze } from "./freeze.ts";
import { localSeconds } from "./local-time.ts";
import { must } from "../../kernel/assert.ts";
import { openAt, type Zones } from "./schedule.ts";
import { contains, type InstantSpan } from "./span.ts";
import { openings, type Window } from "./window.ts";

/** What the settings of an environment say about when it is deployed to. */
export interface EnvironmentCalendar {
  /** None means: at any time. */
  readonly windows: readonly Window[];
  readonly peaks: readonly Peak[];
}

/** A time in which customers depend on the environment more than usual (E-20). */
export interface Peak {
  readonly name: string;
  /** A time of every week, or one time. */
  readonly time: Window | Freeze;
  /** Whether deployments are kept out of it, or warned about it. */
  readonly policy: "block" | "warn";
}

export interface CalendarQuestion {
  readonly environment: string;
  readonly settings: EnvironmentCalendar;
  readonly zones: Zones;
  /** What the release type may pass by. Who passes windows passes peaks too. */
  readonly ignores: readonly ("windows" | "freezes")[];
}

export interface CalendarAnswer {
  /** What stands against starting now. */
  readonly obstacles: readonly Refusal[];
  /** What would stand against it, and is passed by or only warned about. For the record (T-11, W-11). */
  readonly passed: readonly Refusal[];
  /** First moment, from now on, at which nothing stands against it, in Unix milliseconds; `null`: none within a year. */
  readonly opensAt: number | null;
}

const HORIZON_SECONDS = 366 * 86_400;
const ROUNDS_MAX = 5_000;

/** Whether a deployment to an environment may start at a moment (Unix milliseconds), and when it may next. */
export function calendarObstacles(state: CalendarState, question: CalendarQuestion, nowMs: number): CalendarAnswer {
  const now = Math.ceil(nowMs / 1000);
  const all = causesAt(state, question, now);
  const { obstacles, passed } = Object.groupBy(all, ({ stops }) => (stops ? "obstacles" : "passed"));
  const next = nextOpening(state, question, now);
  const refusals = (causes: readonly Cause[] = []): Refusal[] => causes.map(({ refusal }) => refusal);
  return {
    obstacles: refusals(obstacles),
    passed: refusals(passed),
    opensAt: next === undefined ? null : obstacles === undefined ? nowMs : next * 1000,
  };
}

/** Something that speaks against a moment. */
interface Cause {
  readonly stops: boolean;
  /** When it is over, in Unix seconds. */
  readonly until: number;
  readonly refusal: Refusal;
}

function causesAt(state: CalendarState, question: CalendarQuestion, instant: number): readonly Cause[] {
  const { environment, settings, zones, ignores } = question;
  const ignoresWindows = ignores.includes("windows");
  const frozen = freezesOf(state, environment).flatMap((freeze) => {
    const span = freezeSpan(localFreeze(freeze), zones(freeze.zone));
    if (!contains(span, instant)) return [];
    return [{ stops: !ignores.includes("freezes"), until: span.until, refusal: frozenBy(freeze, environment) }];
  });
  const peaks = settings.peaks.flatMap((peak) => {
    const span = peakAt(peak, instant, zones);
    if (span === undefined) return [];
    return [
      { stops: peak.policy === "block" && !ignoresWindows, until: span.until, refusal: inPeak(peak, environment) },
    ];
  });
  const opens = settings.windows.length === 0 ? instant : openAt(settings.windows, instant, zones);
  const closed =
    opens === instant ? [] : [{ stops: !ignoresWindows, until: opens ?? Infinity, refusal: outside(environment) }];
  return [...closed, ...frozen, ...peaks];
}

/** Leaves what stands in the way one by one; every round goes forward in time. */
function nextOpening(state: CalendarState, question: CalendarQuestion, now: number): number | undefined {
  let at = now;
  for (let round = 0; round < ROUNDS_MAX && at <= now + HORIZON_SECONDS; round++) {
    const stops = causesAt(state, question, at).filter((cause) => cause.stops);
    if (stops.length === 0) return at;
    at = Math.max(...stops.map(({ until }) => until));
  }
  return undefined;
}

function peakAt({ time }: Peak, instant: number, zones: Zones): InstantSpan | undefined {
  const offset = zones(time.zone);
  const spans = "days" in time ? openings(time, instant, offset) : [freezeSpan(time, offset)];
  return spans.find((span) => contains(span, instant));
}

/** Times were checked when the freeze was set. */
function localFreeze({ from, until, zone }: StandingFreeze): Freeze {
  return { zone, from: must(localSeconds(from), from), until: must(localSeconds(until), until) };
}

function outside(environment: string): Refusal {
  return {
    code: "outside-windows",
    found: `no window of ${environment} is open`,
    expected: "a time inside its windows",
  };
}

function frozenBy({ freeze, from, until, zone, reason, by }: StandingFreeze, environment: string): Refusal {
  const found = `${environment} is frozen from ${from} until ${until} ${zone} (${freeze}, set by ${by}: ${reason})`;
  return { code: "frozen", found, expected: "a time outside the freeze, or that it is lifted" };
}

function inPeak({ name, policy }: Peak, environment: string): Refusal {
  const expected = policy === "block" ? "a time outside it" : "that whoever deploys knows";
  return { code: "peak", found: `${environment} is in its peak time ${name}`, expected };
}
