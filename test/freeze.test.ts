import { expect, test } from "vitest";
import type { CalendarView } from "../src/app/calendar/show-calendar.ts";
import { makeRepository } from "./support/repository.ts";
import { slipway, type Answer } from "./support/slipway.ts";

const YAML = `
extends: standard
environments:
  staging: { tier: staging }
  production:
    tier: production
    windows: [{ zone: Europe/Berlin, days: [tuesday, wednesday], from: "09:00", until: "16:00" }]
    peaks: [{ name: mornings, policy: warn, zone: Europe/Berlin, days: [tuesday], from: "09:00", until: "10:00" }]
types:
  minor: { bump: [minor], workflow: standard, cadence: { every: "FREQ=MONTHLY;BYDAY=2TU", anchor: 2026-01-01, zone: Europe/Berlin, movable: 7d } }
`;

function product(): (args: readonly string[], clock?: string) => Answer {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": YAML });
  repository.git("config", "user.name", "Ada Example");
  repository.git("config", "user.email", "ada@example.org");
  return (args, clock = "2026-12-01T10:00:00Z") => slipway(repository.folder, args, { SLIPWAY_CLOCK: clock });
}

const YEAR_END = [
  "freeze",
  "set",
  "year-end",
  "--from",
  "2026-12-19",
  "--until",
  "2027-01-02",
  "--zone",
  "Europe/Berlin",
];

function read<T>({ stdout }: Answer): T {
  return JSON.parse(stdout) as T;
}

test("[W-06] a freeze is set with its reason, closes its environments, and is lifted with a reason", () => {
  const run = product();
  expect(run(YEAR_END)).toMatchObject({ code: 2, stderr: expect.stringContaining("--reason TEXT") });
  const set = run([...YEAR_END, "--environments", "production", "--reason", "on leave"]);
  expect(set).toMatchObject({ code: 0 });
  expect(set.stdout).toBe(
    "freeze  year-end: production, from 2026-12-19T00:00 until 2027-01-02T00:00 Europe/Berlin\n        set by ada@example.org: on leave\n",
  );
  const { environments } = read<CalendarView>(run(["calendar", "--json"], "2026-12-22T10:00:00Z"));
  expect(environments.map(({ name, open, opens }) => [name, open, opens])).toEqual([
    ["staging", true, "2026-12-22T10:00:00Z"],
    ["production", false, "2027-01-05T08:00:00Z"],
  ]);
  expect(run([...YEAR_END, "--reason", "again"])).toMatchObject({ code: 4 });
  expect(run(["freeze", "lift", "year-end"]).code).toBe(2);
  expect(run(["freeze", "lift", "year-emd", "--reason", "x"]).stderr).toContain("perhaps year-end");
  expect(run(["freeze", "lift", "year-end", "--reason", "all are back", "--as", "bo@example.org"]).stdout).toMatch(
    /lifted .*Z by bo@example.org: all are back/,
  );
  expect(run(["freeze", "list"]).stdout).toBe("no freeze stands\n");
  expect(run(["freeze", "list", "--all"]).stdout).toContain("year-end");
  expect(run(["calendar"], "2026-12-22T10:00:00Z").code).toBe(0);
  const log = run(["audit", "log", "--json"]).stdout;
  expect(log).toContain("set freeze");
  expect(log).toContain("all are back");
});

test("[W-06] once roles were granted, a freeze needs one", () => {
  const run = product();
  run(["access", "grant", "ada@example.org", "admin"]);
  run(["access", "grant", "bo@example.org", "qa"]);
  const refused = run([...YEAR_END, "--reason", "x", "--as", "bo@example.org"]);
  expect(refused).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("bo@example.org may not change the calendar"),
  });
  expect(run([...YEAR_END, "--reason", "x", "--role", "release-manager"]).code).toBe(4);
  expect(run([...YEAR_END, "--reason", "x"]).code).toBe(0);
});

test("[W-02, W-03] the calendar lists the dates of a cadence; one moves with a reason, which stays visible", () => {
  const run = product();
  const dates = () => read<CalendarView>(run(["calendar", "--json"])).types.find(({ type }) => type === "minor")?.dates;
  expect(
    dates()
      ?.map(({ day, opens }) => [day, opens])
      .slice(0, 2),
  ).toEqual([
    ["2026-12-08", "2026-12-08T08:00:00Z"],
    ["2027-01-12", "2027-01-12T08:00:00Z"],
  ]);
  const move = (to: string, ...reason: string[]) => run(["calendar", "move", "minor", "2026-12-08", to, ...reason]);
  expect(move("2026-12-09")).toMatchObject({ code: 4 });
  expect(move("2026-12-30", "--reason", "content").stderr).toContain("at most 7 days");
  expect(move("2026-12-09", "--reason", "content").code).toBe(0);
  expect(dates()?.[0]).toMatchObject({
    day: "2026-12-08",
    movedTo: "2026-12-09",
    reason: "content",
    opens: "2026-12-09T08:00:00Z",
  });
  expect(run(["calendar"]).stdout).toContain(
    "2026-12-08 moved to 2026-12-09 (content): 2026-12-09 09:00 Europe/Berlin",
  );
  expect(run(["calendar", "move", "minr", "2026-12-08", "2026-12-09", "--reason", "x"]).stderr).toContain("`minor`");
});

test.each([
  ["molecular", { feature: ["2026-01-06", "2026-01-20", "2026-02-03"], bugfix: [], hotfix: [] }],
  ["events", { major: ["2026-01-13", "2026-04-14", "2026-07-14"], minor: ["2026-01-13", "2026-02-10", "2026-03-10"] }],
  ["events", { patch: [], hotfix: [] }],
  ["workflow", { minor: ["2026-01-07", "2026-01-21", "2026-02-04"], emergency: [] }],
])("[W-02] the cadences of %s: dates for %j", (preset, expected) => {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": `extends: ${preset}\n` });
  const { folder } = repository;
  const { types } = read<CalendarView>(slipway(folder, ["calendar", "--json"], { SLIPWAY_CLOCK: "2026-01-01T00:00Z" }));
  const dates = types.map(({ type, dates: all }) => [type, all.slice(0, 3).map(({ day }) => day)] as const);
  expect(Object.fromEntries(dates)).toMatchObject(expected);
});

test("[W-11, E-20] what a hotfix passes by, and a peak that is warned about, are shown", () => {
  const run = product();
  const sunday = run(["calendar", "--ignore-windows"], "2026-12-06T10:00:00Z");
  expect(sunday.stdout).toContain("passed by: no window of production is open");
  const peak = run(["calendar"], "2026-12-08T08:30:00Z");
  expect(peak.stdout).toContain("open    production\n        passed by: production is in its peak time mornings");
});

test("bad input: no such zone, time, environment or operation", () => {
  const run = product();
  const set = (...more: string[]) =>
    run(["freeze", "set", "f", "--from", "2026-12-19", "--until", "2027-01-02", "--reason", "x", ...more]);
  expect(set("--zone", "Europe/Atlantis")).toMatchObject({ code: 2, stderr: expect.stringContaining("time zone") });
  expect(set("--environments", "prodction")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("perhaps production"),
  });
  expect(run(["freeze", "set", "f", "--from", "soon", "--until", "later", "--reason", "x"]).code).toBe(2);
  expect(run(["freeze", "thaw"]).code).toBe(2);
  expect(run(["calendar", "move", "minor"]).code).toBe(2);
});

interface Log {
  readonly entries: readonly { readonly type: string; readonly origin: { readonly client: string } }[];
}

test("[U-07] whatever is recorded under a set clock says so, and nothing else does", () => {
  const run = product();
  const clock = "2026-01-05T10:00:00Z";
  run(["access", "grant", "ada@example.org", "admin"], clock);
  run([...YEAR_END, "--reason", "x"], clock);
  run(["audit", "export", "copy"], clock);
  run(["access", "grant", "bo@example.org", "qa"], "");
  const { entries } = read<Log>(run(["audit", "log", "--json"]));
  expect(entries.map(({ type, origin }) => [type, origin.client])).toEqual([
    ["role-granted", "slipway (asserted, set clock)"],
    ["freeze-set", "slipway (asserted, set clock)"],
    ["log-exported", "slipway (set clock)"],
    ["role-granted", "slipway (asserted)"],
  ]);
});
