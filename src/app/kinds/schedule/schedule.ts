import type * as z from "zod/mini";
import { cadenceDates, openingOn } from "../../../domain/calendar/cadence-dates.ts";
import type { CalendarState } from "../../../domain/calendar/calendar-state.ts";
import {
  calendarObstacles,
  type CalendarAnswer,
  type CalendarQuestion,
} from "../../../domain/calendar/environment-calendar.ts";
import { environmentOf } from "../../../domain/environment/environment-of.ts";
import { instantOf } from "../../../domain/calendar/local-time.ts";
import { publishedKey, type PublishedDay } from "../../../domain/measure/shipment.ts";
import type { Environment, ProcessType } from "../../../domain/process/process.ts";
import { must } from "../../../kernel/assert.ts";
import { isoDay } from "../../../kernel/iso-day.ts";
import { durationMs } from "../../../kernel/duration.ts";
import { SlipwayError } from "../../../kernel/problem.ts";
import { knownZone, localAndUtc } from "../../calendar/known-zone.ts";
import { zoneOf } from "../../calendar/show-calendar.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { scheduleSettings } from "./settings.ts";

export const SCHEDULE: Kind = { settings: scheduleSettings, open: openSchedule };

const YEAR_MS = 366 * 86_400_000;

/** Finds the next slot of an environment. It reads and tells, so that doing it again is always safe. */
function openSchedule({ processOf, calendar }: KindTools): Performer {
  return {
    async perform(job) {
      const process = await processOf(job.release.id);
      const settings = scheduleSettings.parse(job.work.with);
      const environment = environmentOf(job.work, process.environments);
      if (environment === undefined) throw new SlipwayError(noEnvironment(settings.environment ?? ""));
      const type = process.types.get(job.release.releaseType);
      return choose({ job, settings, environment, type, state: await calendar() });
    },
    observe: async () => "repeat",
  };
}

interface Choice {
  readonly job: Job;
  readonly settings: z.infer<typeof scheduleSettings>;
  readonly environment: Environment;
  readonly type: ProcessType | undefined;
  readonly state: CalendarState;
}

async function choose(choice: Choice): Promise<Told> {
  const { job, settings, environment, type, state } = choice;
  const question = {
    environment: environment.name,
    settings: environment.calendar,
    zones: knownZone,
    ignores: type?.ignores ?? [],
  };
  const earliest = job.now() + must(durationMs(settings.lead ?? "0s"), "a duration");
  if (settings.at !== undefined)
    return atMoment(choice, question, must(instantOf(settings.at), settings.at) * 1000, earliest);
  const regular = type?.cadence != null && !question.ignores.includes("windows") ? type : undefined;
  const date = regular === undefined ? undefined : await onCadence(choice, question, regular, earliest);
  const slot = regular === undefined ? calendarObstacles(state, question, earliest).opensAt : (date?.opens ?? null);
  if (slot === null) {
    const why = regular === undefined ? "never open" : `not open on any day of the cadence of ${regular.name}`;
    return {
      outcome: "refused",
      says: `${environment.name} is ${why} within a year from ${localAndUtc(earliest, "UTC")}`,
    };
  }
  return scheduled(choice, question, slot, date?.published);
}

/** A slot that was asked for is taken as it is, or refused with the reason (W-10). */
function atMoment(choice: Choice, question: CalendarQuestion, slot: number, earliest: number): Told {
  const { environment, state } = choice;
  if (slot < earliest) {
    const says = `${localAndUtc(slot, zoneOf(environment))} is too early: the first moment is ${localAndUtc(earliest, "UTC")}`;
    return { outcome: "refused", says };
  }
  const { obstacles, opensAt } = calendarObstacles(state, question, slot);
  if (obstacles.length === 0) return scheduled(choice, question, slot);
  const next =
    opensAt === null ? "it does not open within a year" : `it opens ${localAndUtc(opensAt, zoneOf(environment))}`;
  return { outcome: "refused", says: `${obstacles.map(({ found }) => found).join("; ")}; ${next}` };
}

/** The first date of a cadence on which the environment opens; loads the rules of recurrence. */
async function onCadence(
  { state }: Choice,
  question: CalendarQuestion,
  { name, cadence }: ProcessType,
  earliest: number,
) {
  const { recur } = await import("../../calendar/recur.ts");
  const regular = { releaseType: name, cadence: must(cadence, "a cadence"), recur, zones: knownZone };
  for (const date of cadenceDates(state, regular, { fromMs: earliest, untilMs: earliest + YEAR_MS })) {
    const opens = openingOn(date, state, question, earliest);
    if (opens !== null) return { opens, published: { day: date.day, zone: regular.cadence.zone } };
  }
  return null;
}

/** The day that was published first stays what it is, whatever slot a release gets later. */
function scheduled(
  { job, environment, state }: Choice,
  question: CalendarQuestion,
  slot: number,
  published = localDay(slot, zoneOf(environment)),
): Told {
  const promise = publishedKey(environment.name);
  const { passed }: CalendarAnswer = calendarObstacles(state, question, slot);
  const notes = passed.map(({ code, found }) => `${code === "peak" ? "although" : "passing by that"} ${found}`);
  const says = [`${environment.name}: ${localAndUtc(slot, zoneOf(environment))}`, ...notes].join("; ");
  return {
    outcome: "scheduled",
    says,
    facts: {
      [`slot:${environment.name}`]: slot,
      [`passed:${environment.name}`]: passed.map(({ code }) => code),
      ...(job.release.facts.has(promise) ? {} : { [promise]: { ...published } }),
    },
  };
}

function localDay(ms: number, zone: string): PublishedDay {
  const seconds = Math.floor(ms / 1000);
  return { day: isoDay(seconds + knownZone(zone)(seconds)), zone };
}

function noEnvironment(name: string) {
  return {
    code: "unknown-environment",
    kind: "input",
    found: name === "" ? "nothing tells which environment is meant" : `there is no environment ${name}`,
    expected: "an environment of the process",
    action: "correct `with.environment` of the step",
  } as const;
}
