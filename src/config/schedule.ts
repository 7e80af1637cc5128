import { scheduleSchema, type LocalFreezeDocument } from "../contract/schedule.ts";
import type { Freeze } from "../domain/calendar/freeze.ts";
import { localSeconds } from "../domain/calendar/local-time.ts";
import type { Schedule } from "../domain/calendar/schedule.ts";
import type { Offset } from "../domain/calendar/zone-instants.ts";
import { must } from "../kernel/assert.ts";
import type { Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { normaliseWindow } from "./normalise-calendar.ts";
import { parseDocument } from "./parse-document.ts";

export type ZoneOffset = (zone: string) => Offset | undefined;

/** Reads when an environment takes deployments, in YAML or JSON. Every zone and freeze that is wrong is told at once. */
export function parseSchedule(
  text: string,
  file: string,
  zoneOffset: ZoneOffset,
): Result<Schedule, readonly [Problem, ...Problem[]]> {
  const document = parseDocument(scheduleSchema, text);
  if (!document.ok) return err([trouble(file, document.error.found, document.error.expected)]);
  const windows = (document.value.windows ?? []).map(normaliseWindow);
  const freezes = (document.value.freezes ?? []).map((freeze) => readFreeze(freeze, zoneOffset));
  const [first, ...others] = [
    ...windows.flatMap(({ zone }) => (zoneOffset(zone) === undefined ? [noZone(zone)] : [])),
    ...freezes.flatMap((freeze) => (freeze.ok ? [] : [freeze.error])),
  ].map((found) => trouble(file, found, "a schedule that can be kept"));
  if (first !== undefined) return err([first, ...others]);
  return ok({ windows, freezes: freezes.flatMap((freeze) => (freeze.ok ? [freeze.value] : [])) });
}

/** A freeze as the clocks of its zone show it; a sentence where there is no such zone, or it ends before it starts. */
export function readFreeze(document: LocalFreezeDocument, zoneOffset: ZoneOffset): Result<Freeze, string> {
  const from = must(localSeconds(document.from), document.from);
  const until = must(localSeconds(document.until), document.until);
  if (zoneOffset(document.zone) === undefined) return err(noZone(document.zone));
  if (until <= from) return err(`a freeze ends before it starts: ${document.from} to ${document.until}`);
  return ok({ zone: document.zone, from, until });
}

function noZone(zone: string): string {
  return `there is no time zone "${zone}"`;
}

function trouble(file: string, found: string, expected: string): Problem {
  const action = "correct the schedule; docs/commands.md shows one";
  return { code: "schedule", kind: "input", found: `${file}: ${found}`, expected, action };
}
