import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { zoneOffset } from "../src/app/calendar/zone-offset.ts";
import { localSeconds, secondsOfDay } from "../src/domain/calendar/local-time.ts";
import { nextOpening, obstaclesAt, type Departure, type Schedule } from "../src/domain/calendar/schedule.ts";
import { openings, WEEKDAYS, type Window } from "../src/domain/calendar/window.ts";
import { endInstant, startInstant, type Offset } from "../src/domain/calendar/zone-instants.ts";
import { must } from "../src/kernel/assert.ts";
import { temporaryFolder } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

const COMMANDS = join(import.meta.dirname, "../docs/commands.md");

const YEAR = { from: Date.UTC(2026, 0, 1) / 1000, until: Date.UTC(2027, 0, 1) / 1000 };
const STEP = 900;
const HOUR = 3600;

/** What the clocks of a zone show, by another way than the code under test: the text of a formatter. */
function clockOf(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return (instant) => format.format(instant * 1000).replace(" ", "T");
}

/** Instants of 2026 from which the offset of a zone is another one, found by the name of its offset. */
function transitionsOf(timeZone: string): readonly number[] {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const offset = (instant: number): string =>
    must(format.formatToParts(instant * 1000).find(({ type }) => type === "timeZoneName")?.value, timeZone);
  const found: number[] = [];
  for (let day = YEAR.from; day < YEAR.until; day += 24 * HOUR) {
    if (offset(day) === offset(day + 24 * HOUR)) continue;
    let at = day;
    while (offset(at) === offset(day)) at += STEP;
    found.push(at);
  }
  return found;
}

const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({ zone, transitions: transitionsOf(zone) }));
const moving = zones.filter(({ transitions }) => transitions.length > 0);
const offsetOf = (zone: string): Offset => must(zoneOffset(zone), zone);
const text = (local: number): string => new Date(local * 1000).toISOString().slice(0, 19);

test("[L-02] the year has zones that change their clocks and zones that do not", () => {
  expect(zones.length).toBeGreaterThan(400);
  expect(moving.length).toBeGreaterThan(100);
  expect(moving.length).toBeLessThan(zones.length);
  expect(zoneOffset("Europe/Atlantis")).toBeUndefined();
});

test("[L-02] [W-06] around every change of the clocks in any zone, local times become the right instants", () => {
  const wrong = moving.flatMap(({ zone, transitions }) => transitions.flatMap((at) => differencesAt(zone, at)));
  expect(wrong).toEqual([]);
});

/** Compares with the instants at which a formatter shows each local time: none in a gap, two in an overlap. */
function differencesAt(zone: string, transition: number): readonly string[] {
  const clock = clockOf(zone);
  const offset = offsetOf(zone);
  const instants = new Map<string, number[]>();
  for (let at = transition - 8 * HOUR; at <= transition + 8 * HOUR; at += STEP)
    instants.set(clock(at), [...(instants.get(clock(at)) ?? []), at]);
  const middle = must(localSeconds(clock(transition)), clock(transition));
  const locals = Array.from({ length: (8 * HOUR) / STEP }, (_, index) => middle - 4 * HOUR + index * STEP);
  const missing = locals.filter((local) => !instants.has(text(local)));
  const doubled = locals.filter((local) => instants.get(text(local))?.length === 2);
  if (missing.length + doubled.length === 0) return [`${zone}: neither gap nor overlap`];
  return locals.flatMap((local) => {
    const [first, second] = instants.get(text(local)) ?? instants.get(text(local + missing.length * STEP)) ?? [];
    const right = startInstant(local, offset) === first && endInstant(local, offset) === (second ?? first);
    return right ? [] : [`${zone} ${text(local)}`];
  });
}

const OFFICE = { from: must(secondsOfDay("09:00"), "09:00"), until: must(secondsOfDay("17:00"), "17:00") };
const departure: Departure = { zones: offsetOf, ignores: [] };

test("[L-02] [W-10] in every zone a window opens at the same local time on the day the clocks change", () => {
  for (const { zone, transitions } of moving) {
    const clock = clockOf(zone);
    const schedule: Schedule = { windows: [{ zone, days: WEEKDAYS, ...OFFICE }], freezes: [] };
    for (const transition of transitions) {
      for (let at = transition - 24 * HOUR; at < transition + 24 * HOUR; at += 7 * HOUR) {
        const opens = must(nextOpening(schedule, at, departure), zone);
        const open = clock(at).slice(11) >= "09:00:00" && clock(at).slice(11) < "17:00:00";
        expect([zone, obstaclesAt(schedule, at, departure)]).toEqual([zone, open ? [] : ["outside-windows"]]);
        expect([zone, clock(opens)]).toEqual([zone, open ? clock(at) : `${clock(opens).slice(0, 10)}T09:00:00`]);
        expect(opens - at).toBeLessThanOrEqual(17 * HOUR + 2 * HOUR);
      }
    }
  }
});

const BERLIN = "Europe/Berlin";
const utc = (iso: string): number => Date.parse(iso) / 1000;
const local = (iso: string): number => must(localSeconds(iso), iso);
const night: Window = { zone: BERLIN, days: ["saturday", "sunday"], from: 22 * HOUR, until: 2 * HOUR };

test("[W-10] a window may run past midnight, and is an hour longer or shorter with the clocks", () => {
  const spring = openings({ ...night, until: 4 * HOUR }, utc("2026-03-28T12:00Z"), offsetOf(BERLIN))[0];
  expect(spring).toEqual({ from: utc("2026-03-28T21:00Z"), until: utc("2026-03-29T02:00Z") });
  const autumn = openings({ ...night, until: 2.5 * HOUR }, utc("2026-10-24T12:00Z"), offsetOf(BERLIN))[0];
  expect(autumn).toEqual({ from: utc("2026-10-24T20:00Z"), until: utc("2026-10-25T01:30Z") });
});

test("[W-06] [W-10] [W-11] the next opening waits for freezes, and only what may pass by windows or freezes does", () => {
  const freezes = [
    { zone: BERLIN, from: local("2026-12-19T00:00"), until: local("2026-12-27T00:00") },
    { zone: "America/New_York", from: local("2026-12-24T00:00"), until: local("2027-01-02T12:00") },
  ];
  const schedule: Schedule = { windows: [night], freezes };
  const at = utc("2026-12-18T12:00Z");
  const next = (ignores: Departure["ignores"], from = at) => nextOpening(schedule, from, { ...departure, ignores });
  expect(obstaclesAt(schedule, utc("2026-12-20T12:00Z"), departure)).toEqual(["outside-windows", "frozen"]);
  expect(next([])).toBe(utc("2027-01-02T21:00Z"));
  expect(next(["windows"])).toBe(at);
  expect(next(["windows"], utc("2026-12-20T12:00Z"))).toBe(utc("2027-01-02T17:00Z"));
  expect(next(["freezes"])).toBe(utc("2026-12-19T21:00Z"));
  expect(next(["windows", "freezes"], utc("2026-12-20T12:00Z"))).toBe(utc("2026-12-20T12:00Z"));
  expect(nextOpening({ windows: [{ ...night, days: [] }], freezes: [] }, at, departure)).toBeUndefined();
});

test("[L-02] [W-06] [W-10] [W-11] slipway calendar refuses slots outside windows and in freezes, and names the next", () => {
  const [example = ""] = /(?<=```yaml production.yaml\n)[^`]*/.exec(readFileSync(COMMANDS, "utf8")) ?? [];
  const [shown = ""] = /(?<=```console\n)\$ slipway calendar [^`]*/.exec(readFileSync(COMMANDS, "utf8")) ?? [];
  const folder = temporaryFolder();
  writeFileSync(join(folder, "production.yaml"), example);
  const [first = "", ...output] = shown.trimEnd().split("\n");
  const answer = slipway(folder, first.split(" ").slice(2));
  expect([answer.code, answer.stdout.trimEnd().split("\n")]).toEqual([1, output]);
  const ask = (...args: string[]) => slipway(folder, ["calendar", "production.yaml", "--json", ...args]);
  const hotfix = ask("--at", "2026-12-17T20:00Z", "--ignore-windows");
  expect([hotfix.code, JSON.parse(hotfix.stdout)]).toMatchObject([0, { open: true, opens: "2026-12-17T20:00:00Z" }]);
  const later = ask("--at", "2026-12-20T20:00Z", "--ignore-windows");
  expect([later.code, JSON.parse(later.stdout)]).toMatchObject([1, { obstacles: ["frozen"] }]);
  expect(ask("--at", "2026-12-20T20:00Z", "--ignore-windows", "--ignore-freezes").code).toBe(0);
});

test.each([
  ["windows: [{ zone: Mars/Base, days: [monday], from: '09:00', until: '10:00' }]", 'no time zone "Mars/Base"'],
  ["windows: [{ zone: UTC, days: [mon], from: '09:00', until: '10:00' }]", "one of monday"],
  ["windows: [{ zone: UTC, days: [monday], from: '25:00', until: '10:00' }]", "25:00"],
  ["freezes: [{ zone: UTC, from: 2026-02-30T00:00, until: 2026-03-01T00:00 }]", "2026-02-30"],
  ["freezes: [{ zone: UTC, from: 2026-03-01T00:00, until: 2026-03-01T00:00 }]", "ends before it starts"],
  ["window: []", "`window`"],
  ["windows:", "`windows` is null"],
  ["windows: []", "at least 1"],
  ["", "the document is null"],
])("bad input to calendar: %s", (schedule, says) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "production.yaml"), schedule);
  const { code, stderr, stdout } = slipway(folder, ["calendar", "production.yaml"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(says);
});

test("[W-06] a freeze between ambiguous times is as long as it can be", () => {
  const offset = offsetOf(BERLIN);
  const at = local("2026-10-25T02:30");
  expect([startInstant(at, offset), endInstant(at, offset)]).toEqual([
    utc("2026-10-25T00:30Z"),
    utc("2026-10-25T01:30Z"),
  ]);
});

test.each(["2026-02-30T10:00", "2026-03-29T24:00", "2026-03-29T10:60", "2026-03-29", "2026-3-29T10:00", "T10:00"])(
  "[L-02] %j is no local time",
  (wrong) => expect(localSeconds(wrong)).toBeUndefined(),
);
