import { cadenceDates, openingOn, type CadenceDate } from "../../domain/calendar/cadence-dates.ts";
import type { CalendarState } from "../../domain/calendar/calendar-state.ts";
import { calendarObstacles, type CalendarQuestion } from "../../domain/calendar/environment-calendar.ts";
import type { Environment, Process, ProcessType } from "../../domain/process/process.ts";
import { productionOf } from "../../domain/process/production-of.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { isoSecond } from "../../kernel/iso-second.ts";
import type { Services } from "../services.ts";
import { knownZone, localAndUtc } from "./known-zone.ts";
import { readCalendar } from "./read-calendar.ts";

/** When the environments of a product are deployed to, and when releases come round. Times in UTC. */
export interface CalendarView {
  readonly at: string;
  readonly environments: readonly EnvironmentView[];
  readonly freezes: readonly FreezeView[];
  readonly types: readonly TypeView[];
}

interface EnvironmentView {
  readonly name: string;
  readonly open: boolean;
  readonly obstacles: readonly string[];
  /** What is only warned about, or passed by. */
  readonly passed: readonly string[];
  /** `null`: not within a year. */
  readonly opens: string | null;
  /** The same in the zone of its windows, for people. */
  readonly opensLocal: string | null;
}

export interface FreezeView {
  readonly freeze: string;
  readonly from: string;
  readonly until: string;
  readonly zone: string;
  readonly environments: readonly string[] | "all";
  readonly reason: string;
  readonly by: string;
  readonly lifted: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

interface TypeView {
  readonly type: string;
  readonly ignores: readonly string[];
  readonly every: string | null;
  /** The next dates of its cadence; none for a type without one. */
  readonly dates: readonly DateView[];
}

interface DateView {
  /** The day its rule gives. */
  readonly day: string;
  readonly movedTo: string | null;
  readonly reason: string | null;
  /** When production opens on that day; `null`: not at all. */
  readonly opens: string | null;
  readonly opensLocal: string | null;
}

const DATES = 6;
const YEAR_MS = 366 * 86_400_000;

export interface CalendarRequest {
  /** Unix seconds. */
  readonly at: number;
  readonly ignores: CalendarQuestion["ignores"];
}

export async function showCalendar(services: Services, { at, ignores }: CalendarRequest): Promise<CalendarView> {
  const [{ process }, state] = [await services.process(), await readCalendar(services)];
  return {
    at: isoSecond(at),
    environments: [...process.environments.values()].map((each) => environmentView(each, state, { at, ignores })),
    freezes: freezesIn(state),
    types: await Promise.all([...process.types.values()].map((type) => typeView(type, process, state, at * 1000))),
  };
}

export function freezesIn({ freezes }: CalendarState): readonly FreezeView[] {
  return [...freezes.values()].map(({ freeze, from, until, zone, environments, reason, by, lifted }) => ({
    freeze,
    from,
    until,
    zone,
    environments,
    reason,
    by,
    lifted: lifted === null ? null : { ...lifted, at: isoMoment(lifted.at) },
  }));
}

function environmentView(
  environment: Environment,
  state: CalendarState,
  { at, ignores }: CalendarRequest,
): EnvironmentView {
  const question = { environment: environment.name, settings: environment.calendar, zones: knownZone, ignores };
  const { obstacles, passed, opensAt } = calendarObstacles(state, question, at * 1000);
  return {
    name: environment.name,
    open: obstacles.length === 0,
    obstacles: obstacles.map(({ found }) => found),
    passed: passed.map(({ found }) => found),
    ...openingView(opensAt, zoneOf(environment)),
  };
}

async function typeView(type: ProcessType, process: Process, state: CalendarState, now: number): Promise<TypeView> {
  const { name, ignores, cadence } = type;
  if (cadence === null) return { type: name, ignores, every: null, dates: [] };
  const { recur } = await import("./recur.ts");
  const dates = cadenceDates(
    state,
    { releaseType: name, cadence, recur, zones: knownZone },
    { fromMs: now, untilMs: now + YEAR_MS },
  );
  const [production] = productionOf(process, type);
  const views = dates
    .slice(0, DATES)
    .map((date) =>
      dateView(date, state, production, { now, zone: production?.calendar.windows[0]?.zone ?? cadence.zone, ignores }),
    );
  return { type: name, ignores, every: cadence.every, dates: views };
}

function dateView(
  date: CadenceDate,
  state: CalendarState,
  production: Environment | undefined,
  {
    now,
    zone,
    ignores,
  }: { readonly now: number; readonly zone: string; readonly ignores: CalendarQuestion["ignores"] },
): DateView {
  const settings = production?.calendar ?? { windows: [], peaks: [] };
  const question = { environment: production?.name ?? "", settings, zones: knownZone, ignores };
  const moved = { movedTo: date.moved?.to ?? null, reason: date.moved?.reason ?? null };
  return { day: date.day, ...moved, ...openingView(openingOn(date, state, question, now), zone) };
}

function openingView(ms: number | null, zone: string): { opens: string | null; opensLocal: string | null } {
  if (ms === null) return { opens: null, opensLocal: null };
  return { opens: isoMoment(ms), opensLocal: localAndUtc(ms, zone) };
}

/** The zone in which people think of an environment: that of its first window. */
export function zoneOf({ calendar }: Environment): string {
  return calendar.windows[0]?.zone ?? calendar.peaks[0]?.time.zone ?? "UTC";
}
