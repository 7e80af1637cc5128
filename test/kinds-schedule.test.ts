import { expect, test } from "vitest";
import type { CalendarState } from "../src/domain/calendar/calendar-state.ts";
import { EMPTY_CALENDAR } from "../src/domain/calendar/calendar-state.ts";
import { evolveCalendar } from "../src/domain/calendar/evolve.ts";
import { SCHEDULE } from "../src/app/kinds/schedule/schedule.ts";
import { makeRepository } from "./support/repository.ts";
import { processOf } from "./support/process.ts";
import { jobOf, kindTools } from "./support/job.ts";

const YAML = `
extends: standard
environments:
  staging: { tier: staging }
  production:
    tier: production
    windows: [{ zone: Europe/Berlin, days: [tuesday, wednesday], from: "09:00", until: "16:00" }]
types:
  minor: { bump: [minor], workflow: standard }
  feature: { bump: [major], workflow: standard, cadence: { every: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", anchor: 2026-01-06, zone: Europe/Berlin } }
  hotfix: { bump: [patch], workflow: standard-hotfix, ignores: [windows] }
`;
const FROZEN = evolveCalendar(
  EMPTY_CALENDAR,
  {
    type: "freeze-set",
    freeze: "fair",
    from: "2026-03-17T00:00",
    until: "2026-03-19T00:00",
    zone: "Europe/Berlin",
    environments: ["production"],
    reason: "trade fair",
    by: "ada@example.org",
  },
  0,
);
const SATURDAY = Date.UTC(2026, 2, 14, 12);

async function schedule(releaseType: string, settings: object = {}, state: CalendarState = EMPTY_CALENDAR) {
  const { folder } = makeRepository();
  const tools = { ...kindTools(folder), processOf: () => processOf(YAML), calendar: async () => state };
  const job = jobOf("schedule", { environment: "production", ...settings }, { releaseType, now: SATURDAY });
  const told = await SCHEDULE.open(tools).perform(job);
  return "outcome" in told ? told : undefined;
}

const slot = (text: string): number => Date.parse(text);

test("[W-10] the next slot lies in a window and outside freezes, and is told in local time and in UTC", async () => {
  expect(await schedule("minor")).toEqual({
    outcome: "scheduled",
    says: "production: 2026-03-17 09:00 Europe/Berlin (2026-03-17T08:00:00Z)",
    facts: {
      "slot:production": slot("2026-03-17T08:00:00Z"),
      "passed:production": [],
      "published:production": { day: "2026-03-17", zone: "Europe/Berlin" },
    },
  });
  expect((await schedule("minor", { lead: "4d" }))?.facts).toMatchObject({
    "slot:production": slot("2026-03-18T12:00:00Z"),
  });
  expect((await schedule("minor", {}, FROZEN))?.facts).toMatchObject({
    "slot:production": slot("2026-03-24T08:00:00Z"),
  });
});

test("[W-10] a slot that is asked for is taken, or refused with the reason and the next opening", async () => {
  expect(await schedule("minor", { at: "2026-03-18T10:00+01:00" })).toMatchObject({
    outcome: "scheduled",
    facts: { "slot:production": slot("2026-03-18T09:00:00Z") },
  });
  expect(await schedule("minor", { at: "2026-03-18T20:00+01:00" })).toEqual({
    outcome: "refused",
    says: "no window of production is open; it opens 2026-03-24 09:00 Europe/Berlin (2026-03-24T08:00:00Z)",
  });
  expect((await schedule("minor", { at: "2026-03-18T10:00+01:00" }, FROZEN))?.says).toContain("trade fair");
  expect((await schedule("minor", { at: "2026-03-01T10:00+01:00" }))?.says).toContain("too early");
});

test("[T-11, W-11] a hotfix goes straight through closed windows, is told to, and waits for a freeze", async () => {
  expect(await schedule("hotfix")).toEqual({
    outcome: "scheduled",
    says: "production: 2026-03-14 13:00 Europe/Berlin (2026-03-14T12:00:00Z); passing by that no window of production is open",
    facts: {
      "slot:production": SATURDAY,
      "passed:production": ["outside-windows"],
      "published:production": { day: "2026-03-14", zone: "Europe/Berlin" },
    },
  });
  const frozen = evolveCalendar(
    EMPTY_CALENDAR,
    {
      type: "freeze-set",
      freeze: "now",
      from: "2026-03-14T00:00",
      until: "2026-03-15T00:00",
      zone: "UTC",
      environments: "all",
      reason: "x",
      by: "ada@example.org",
    },
    0,
  );
  expect((await schedule("hotfix", {}, frozen))?.facts).toMatchObject({
    "slot:production": slot("2026-03-15T00:00:00Z"),
  });
});

test("[W-02] a type with a cadence waits for its next date, and for the next but one when that is frozen", async () => {
  expect((await schedule("feature"))?.facts).toMatchObject({
    "slot:production": slot("2026-03-17T08:00:00Z"),
    "published:production": { day: "2026-03-17", zone: "Europe/Berlin" },
  });
  expect((await schedule("feature", {}, FROZEN))?.facts).toMatchObject({
    "slot:production": slot("2026-03-31T07:00:00Z"),
  });
});

test("an environment that does not open within a year is refused", async () => {
  const state = evolveCalendar(
    EMPTY_CALENDAR,
    {
      type: "freeze-set",
      freeze: "long",
      from: "2026-01-01T00:00",
      until: "2028-01-01T00:00",
      zone: "UTC",
      environments: "all",
      reason: "x",
      by: "ada@example.org",
    },
    0,
  );
  expect(await schedule("minor", {}, state)).toMatchObject({
    outcome: "refused",
    says: expect.stringContaining("never open"),
  });
  expect(await schedule("feature", {}, state)).toMatchObject({
    outcome: "refused",
    says: expect.stringContaining("cadence"),
  });
});
