import { cadenceDates, openingOn } from "../../domain/calendar/cadence-dates.ts";
import { EMPTY_CALENDAR } from "../../domain/calendar/calendar-state.ts";
import { finding, type ProcessFinding } from "../../domain/process/finding.ts";
import type { Environment, Process, ProcessType } from "../../domain/process/process.ts";
import { productionOf } from "../../domain/process/production-of.ts";
import { knownZone } from "../calendar/known-zone.ts";
import { faultOf, recur } from "../calendar/recur.ts";
import { zoneOffset } from "../calendar/zone-offset.ts";

const YEAR_MS = 366 * 86_400_000;

/**
 * Every time zone exists, every rule of recurrence can be kept, and a type that comes round meets an open window within a
 * year. Freezes are left out: they come and go.
 *
 * @param nowMs Unix milliseconds.
 */
export function checkCalendar(process: Process, nowMs: number): ProcessFinding[] {
  const zones = [...process.environments.values()].flatMap(checkZones);
  const rules = [...process.types.values()].flatMap(checkRule);
  if (zones.length + rules.length > 0) return [...zones, ...rules];
  return [...process.types.values()].flatMap((type) =>
    productionOf(process, type).flatMap((environment) => checkMeeting(type, environment, nowMs)),
  );
}

function checkZones({ name, calendar: { windows, peaks } }: Environment): ProcessFinding[] {
  const zones = new Set([...windows.map(({ zone }) => zone), ...peaks.map(({ time }) => time.zone)]);
  return [...zones].flatMap((zone) => unknownZone(zone, `environment ${name}`));
}

function checkRule({ name, cadence }: ProcessType): ProcessFinding[] {
  if (cadence === null) return [];
  const place = `type ${name}`;
  const fault = faultOf(cadence);
  const rule = `the cadence \`${cadence.every}\` cannot be kept: ${fault}`;
  const expected = "a rule of days such as FREQ=WEEKLY;INTERVAL=2;BYDAY=TU";
  return [
    ...unknownZone(cadence.zone, place),
    ...(fault === undefined ? [] : [finding("cadence", place, rule, expected)]),
  ];
}

function unknownZone(zone: string, place: string): ProcessFinding[] {
  if (zoneOffset(zone) !== undefined) return [];
  return [finding("time-zone", place, `there is no time zone ${zone}`, "a name such as Europe/Berlin or UTC")];
}

function checkMeeting(
  { name, cadence, ignores }: ProcessType,
  environment: Environment,
  nowMs: number,
): ProcessFinding[] {
  if (cadence === null || ignores.includes("windows")) return [];
  const regular = { releaseType: name, cadence, recur, zones: knownZone };
  const dates = cadenceDates(EMPTY_CALENDAR, regular, { fromMs: nowMs, untilMs: nowMs + YEAR_MS });
  const question = { environment: environment.name, settings: environment.calendar, zones: knownZone, ignores };
  if (dates.some((date) => openingOn(date, EMPTY_CALENDAR, question, nowMs) !== null)) return [];
  const tried = dates.length === 0 ? "gives no date" : `gives ${dates.length} dates, from ${dates[0]!.day} on,`;
  const found = `the cadence \`${cadence.every}\` ${tried} in the next year, and ${environment.name} is open on none`;
  return [finding("cadence-closed", `type ${name}`, found, `a window of ${environment.name} on a day of the cadence`)];
}
