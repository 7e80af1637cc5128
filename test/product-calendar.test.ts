import { expect, test } from "vitest";
import fc from "fast-check";
import { recur } from "../src/app/calendar/recur.ts";
import { zoneOffset } from "../src/app/calendar/zone-offset.ts";
import { must } from "../src/kernel/assert.ts";
import type { Cadence } from "../src/domain/calendar/cadence.ts";
import { cadenceDates, openingOn, type Regular } from "../src/domain/calendar/cadence-dates.ts";
import type { CalendarEvent } from "../src/domain/calendar/calendar-event.ts";
import { EMPTY_CALENDAR, type CalendarState } from "../src/domain/calendar/calendar-state.ts";
import { liftFreeze, moveSlot, setFreeze } from "../src/domain/calendar/change-calendar.ts";
import {
  calendarObstacles,
  type CalendarQuestion,
  type EnvironmentCalendar,
} from "../src/domain/calendar/environment-calendar.ts";
import { evolveCalendar } from "../src/domain/calendar/evolve.ts";
import { localSeconds } from "../src/domain/calendar/local-time.ts";
import { WEEKDAYS, type Window } from "../src/domain/calendar/window.ts";

const zones = (zone: string) => must(zoneOffset(zone), zone);
const ms = (text: string): number => Date.parse(text);
const by = "ada@example.org";
const BERLIN = "Europe/Berlin";

const WINDOW: Window = { zone: BERLIN, days: ["tuesday", "wednesday", "thursday"], from: 9 * 3600, until: 16 * 3600 };
const SETTINGS: EnvironmentCalendar = { windows: [WINDOW], peaks: [] };
const FREEZE = {
  freeze: "year-end",
  from: "2026-12-19T00:00",
  until: "2027-01-02T00:00",
  zone: BERLIN,
  environments: ["production"],
  reason: "nobody is here",
  by,
};

function after(...events: CalendarEvent[]): CalendarState {
  return events.reduce((state, event) => evolveCalendar(state, event, 0), EMPTY_CALENDAR);
}

function ask(state: CalendarState, at: string, more: Partial<CalendarQuestion> = {}) {
  const question = { environment: "production", settings: SETTINGS, zones, ignores: [], ...more } as const;
  const { obstacles, passed, opensAt } = calendarObstacles(state, question, ms(at));
  return {
    obstacles: obstacles.map(({ code }) => code),
    passed: passed.map(({ code }) => code),
    opens: opensAt === null ? null : new Date(opensAt).toISOString(),
  };
}

test("[W-06, W-10] a freeze and closed windows stand against a start, and the next opening lies outside both", () => {
  const frozen = after({ type: "freeze-set", ...FREEZE });
  expect(ask(frozen, "2026-12-22T10:00Z")).toEqual({
    obstacles: ["frozen"],
    passed: [],
    opens: "2027-01-05T08:00:00.000Z",
  });
  expect(ask(frozen, "2026-12-20T10:00Z").obstacles).toEqual(["outside-windows", "frozen"]);
  expect(ask(frozen, "2026-12-20T10:00Z", { environment: "staging" }).obstacles).toEqual(["outside-windows"]);
  const lifted = after(
    { type: "freeze-set", ...FREEZE },
    { type: "freeze-lifted", freeze: "year-end", reason: "urgent", by },
  );
  expect(ask(lifted, "2026-12-22T10:00Z")).toEqual({ obstacles: [], passed: [], opens: "2026-12-22T10:00:00.000Z" });
});

test("[T-11, W-11] what a hotfix passes by is told, not forgotten", () => {
  const frozen = after({ type: "freeze-set", ...FREEZE, environments: "all" });
  expect(ask(frozen, "2026-12-20T10:00Z", { ignores: ["windows"] })).toEqual({
    obstacles: ["frozen"],
    passed: ["outside-windows"],
    opens: "2027-01-01T23:00:00.000Z",
  });
  expect(ask(frozen, "2026-12-20T10:00Z", { ignores: ["windows", "freezes"] })).toEqual({
    obstacles: [],
    passed: ["outside-windows", "frozen"],
    opens: "2026-12-20T10:00:00.000Z",
  });
});

test("[E-20] peaks are kept free or warned about, every week or once", () => {
  const morning = { zone: BERLIN, days: ["tuesday"] as const, from: 9 * 3600, until: 12 * 3600 };
  const sale = {
    zone: BERLIN,
    from: must(localSeconds("2026-03-04T00:00"), ""),
    until: must(localSeconds("2026-03-05T00:00"), ""),
  };
  const peaks = (policy: "block" | "warn") => ({
    settings: {
      ...SETTINGS,
      peaks: [
        { name: "morning", time: morning, policy },
        { name: "sale", time: sale, policy },
      ],
    },
  });
  expect(ask(EMPTY_CALENDAR, "2026-03-03T08:30Z", peaks("block"))).toEqual({
    obstacles: ["peak"],
    passed: [],
    opens: "2026-03-03T11:00:00.000Z",
  });
  expect(ask(EMPTY_CALENDAR, "2026-03-03T15:00Z", peaks("block")).opens).toBe("2026-03-05T08:00:00.000Z");
  expect(ask(EMPTY_CALENDAR, "2026-03-03T08:30Z", peaks("warn"))).toMatchObject({ obstacles: [], passed: ["peak"] });
});

test("an environment that never opens says so", () => {
  const always: Window = { zone: "UTC", days: WEEKDAYS, from: 0, until: 24 * 3600 };
  const settings = { windows: [], peaks: [{ name: "always", time: always, policy: "block" as const }] };
  expect(ask(EMPTY_CALENDAR, "2026-03-03T08:30Z", { settings }).opens).toBeNull();
});

test("an opening is the first moment without obstacles", () => {
  const frozen = after({ type: "freeze-set", ...FREEZE });
  fc.assert(
    fc.property(
      fc.integer({ min: ms("2026-12-01"), max: ms("2027-02-01") }),
      fc.integer({ min: 1, max: 999 }),
      (now, thousandth) => {
        const question = { environment: "production", settings: SETTINGS, zones, ignores: [] };
        const opens = must(calendarObstacles(frozen, question, now).opensAt, "an opening");
        expect(calendarObstacles(frozen, question, opens).obstacles).toEqual([]);
        const between = now + Math.floor(((opens - now) * thousandth) / 1000);
        const isClosed = calendarObstacles(frozen, question, between).obstacles.length > 0;
        expect(isClosed).toBe(between < opens);
      },
    ),
  );
});

test("[W-06] freezes that could not hold, without a reason, or of strange environments are refused", () => {
  const context = { environments: ["staging", "production"], zones, now: ms("2026-11-01T00:00Z") };
  const code = (more: Partial<typeof FREEZE>, state = EMPTY_CALENDAR) => {
    const decision = setFreeze(state, { ...FREEZE, ...more }, context);
    return decision.ok ? decision.value.map(({ type }) => type) : decision.error.code;
  };
  expect(code({})).toEqual(["freeze-set"]);
  expect(code({ until: "2026-12-18T00:00" })).toBe("order");
  expect(code({ from: "2026-01-01T00:00", until: "2026-02-01T00:00" })).toBe("past");
  expect(code({ from: "tomorrow" })).toBe("time");
  expect(code({ reason: " " })).toBe("reason");
  expect(code({ environments: ["prodction"] })).toBe("unknown-environment");
  const set = after({ type: "freeze-set", ...FREEZE });
  expect(code({}, set)).toBe("exists");
  expect(liftFreeze(set, { freeze: "year-end", by, reason: "" })).toMatchObject({ error: { code: "reason" } });
  expect(liftFreeze(set, { freeze: "year-ende", by, reason: "x" })).toMatchObject({
    error: { expected: "perhaps year-end" },
  });
  expect(
    liftFreeze(
      after({ type: "freeze-set", ...FREEZE }, { type: "freeze-lifted", freeze: "year-end", reason: "x", by }),
      { freeze: "year-end", by, reason: "x" },
    ),
  ).toMatchObject({ error: { code: "lifted" } });
});

const FORTNIGHT: Cadence = {
  every: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
  anchor: must(localSeconds("2026-01-06T10:00"), ""),
  zone: BERLIN,
  movableDays: 7,
};
const regular = (cadence: Cadence): Regular => ({ releaseType: "feature", cadence, recur, zones });

function days(state: CalendarState, cadence: Cadence, from: string, until: string): string[] {
  const range = { fromMs: ms(from), untilMs: ms(until) };
  return cadenceDates(state, regular(cadence), range).map(({ fromMs }) => new Date(fromMs).toISOString().slice(0, 16));
}

test("[W-02, Z-18] a cadence of two weeks keeps its local time over both changes of the clocks", () => {
  expect(days(EMPTY_CALENDAR, FORTNIGHT, "2026-03-10T00:00Z", "2026-04-20T00:00Z")).toEqual([
    "2026-03-17T09:00",
    "2026-03-31T08:00",
    "2026-04-14T08:00",
  ]);
  expect(days(EMPTY_CALENDAR, FORTNIGHT, "2026-10-10T00:00Z", "2026-11-20T00:00Z")).toEqual([
    "2026-10-13T08:00",
    "2026-10-27T09:00",
    "2026-11-10T09:00",
  ]);
  const inGap = { ...FORTNIGHT, every: "FREQ=WEEKLY;BYDAY=SU", anchor: must(localSeconds("2026-03-22T02:30"), "") };
  expect(days(EMPTY_CALENDAR, inGap, "2026-03-20T00:00Z", "2026-04-06T00:00Z")).toEqual([
    "2026-03-22T01:30",
    "2026-03-29T01:30", // 03:30 on local clocks: there is no 02:30
    "2026-04-05T00:30",
  ]);
});

test("[W-02] second Tuesdays and quarters", () => {
  const monthly = { ...FORTNIGHT, every: "FREQ=MONTHLY;BYDAY=2TU" };
  expect(
    days(EMPTY_CALENDAR, monthly, "2026-01-01T00:00Z", "2026-05-01T00:00Z").map((day) => day.slice(0, 10)),
  ).toEqual(["2026-01-13", "2026-02-10", "2026-03-10", "2026-04-14"]);
  const quarterly = { ...FORTNIGHT, every: "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU" };
  expect(
    days(EMPTY_CALENDAR, quarterly, "2026-01-01T00:00Z", "2027-01-01T00:00Z").map((day) => day.slice(0, 10)),
  ).toEqual(["2026-01-06", "2026-04-07", "2026-07-07", "2026-10-06"]);
});

test("[W-03] a date moves within its limit, with a reason, and the move is shown", () => {
  const move = (more: object = {}, cadence: Cadence | null = FORTNIGHT) =>
    moveSlot(
      { releaseType: "feature", day: "2026-04-14", to: "2026-04-16", reason: "fair", by, ...more },
      cadence,
      recur,
    );
  expect(move({ to: "2026-04-22" })).toMatchObject({ error: { code: "too-far", expected: "at most 7 days" } });
  expect(move({ to: "2026-04-21" }).ok).toBe(true);
  expect(move({ day: "2026-04-15" })).toMatchObject({ error: { code: "no-slot" } });
  expect(move({ day: "2026-02-30" })).toMatchObject({ error: { code: "day" } });
  expect(move({ reason: "" })).toMatchObject({ error: { code: "reason" } });
  expect(move({}, null)).toMatchObject({ error: { code: "no-cadence" } });
  const moved = move();
  const state = after(...(moved.ok ? moved.value : []));
  const range = { fromMs: ms("2026-04-13T00:00Z"), untilMs: ms("2026-04-17T00:00Z") };
  expect(cadenceDates(state, regular(FORTNIGHT), range)).toEqual([
    {
      day: "2026-04-14",
      moved: { to: "2026-04-16", reason: "fair", by },
      fromMs: ms("2026-04-16T08:00Z"),
      untilMs: ms("2026-04-16T22:00Z"),
    },
  ]);
});

test("a date opens when a window does on that day, or not at all", () => {
  const range = { fromMs: ms("2026-04-13T00:00Z"), untilMs: ms("2026-04-15T00:00Z") };
  const [date] = cadenceDates(
    EMPTY_CALENDAR,
    regular({ ...FORTNIGHT, anchor: must(localSeconds("2026-01-06T00:00"), "") }),
    range,
  );
  const question = { environment: "production", settings: SETTINGS, zones, ignores: [] };
  expect(openingOn(must(date, "a date"), EMPTY_CALENDAR, question, 0)).toBe(ms("2026-04-14T07:00Z"));
  const mondays = { ...question, settings: { windows: [{ ...WINDOW, days: ["monday"] as const }], peaks: [] } };
  expect(openingOn(must(date, "a date"), EMPTY_CALENDAR, mondays, 0)).toBeNull();
});
