import { expect, test } from "vitest";
import { must } from "../../kernel/assert.ts";
import { instantOf } from "../calendar/local-time.ts";
import { cadenceAdherence } from "./cadence-adherence.ts";
import { exceptionalShares, shareFinding } from "./exceptional-share.ts";
import type { Shipment } from "./shipment.ts";

const HOUR = 3_600_000;
const ms = (text: string): number => must(instantOf(text), text) * 1000;
const plain = { version: "1.0.0", type: "minor", isExceptional: false, isOver: true, shippedAt: null, published: null };

function shipment(release: string, more: Partial<Shipment>): Shipment {
  return { ...plain, release, ...more };
}

function shipped(release: string, day: string | null, time: string | null, more: Partial<Shipment> = {}): Shipment {
  const published = day === null ? null : { day, zone: "Europe/Berlin" };
  return shipment(release, { published, shippedAt: time === null ? null : ms(time), ...more });
}

const TOOLS = { period: "quarter", zones: () => () => 3600, now: ms("2026-05-01T00:00:00Z") } as const;

test("[Q-12] a day was kept on the clocks of its zone, per type and period, with the shift of each", () => {
  const answer = cadenceAdherence(
    [
      shipped("v1.3.0", "2026-04-14", "2026-04-21T10:00:00Z"),
      shipped("v1.1.0", "2026-01-13", "2026-01-13T22:59:59Z"), // 23:59:59 in the zone
      shipped("v1.2.0", "2026-02-10", "2026-02-10T23:00:00Z"), // the following day there
      shipped("v2.0.0", "2026-01-13", "2026-01-12T09:00:00Z", { type: "major" }),
      shipped("v1.4.0", null, "2026-02-01T00:00:00Z"),
    ],
    TOOLS,
  );
  expect(answer.map(({ type, period, scheduled, kept }) => [period, type, kept, scheduled])).toEqual([
    ["2026-Q1", "major", 0, 1],
    ["2026-Q1", "minor", 1, 2],
    ["2026-Q2", "minor", 0, 1],
  ]);
  expect(answer.flatMap(({ releases }) => releases.map(({ release, shiftDays }) => [release, shiftDays]))).toEqual([
    ["v2.0.0", -1],
    ["v1.1.0", 0],
    ["v1.2.0", 1],
    ["v1.3.0", 7],
  ]);
});

test("[Q-12] what never arrived did not keep its day, and a day that is still to come says nothing", () => {
  const [only, ...more] = cadenceAdherence(
    [
      shipped("v1.1.0", "2026-04-14", null), // cancelled
      shipped("v1.2.0", "2026-04-28", null, { isOver: false }), // late, and under way
      shipped("v1.3.0", "2026-05-01", null, { isOver: false }), // today
    ],
    TOOLS,
  );
  expect(more).toEqual([]);
  expect(only).toMatchObject({ scheduled: 2, kept: 0 });
  expect(only?.releases.map(({ shipped: day, shiftDays }) => [day, shiftDays])).toEqual([
    [null, null],
    [null, null],
  ]);
});

const ten = Array.from({ length: 10 }, (_, at) =>
  shipped(`v1.${at}.0`, null, `2026-02-0${Math.min(at + 1, 9)}T00:00:00Z`, { isExceptional: at === 0 }),
);

test("[T-20] one of ten is within a ceiling of ten percent, and one more is above it", () => {
  const settings = { ceiling: 10, period: "quarter" } as const;
  expect(exceptionalShares(ten, settings)).toEqual([
    { period: "2026-Q1", releases: 10, exceptional: ["v1.0.0"], ceiling: 10, isAbove: false },
  ]);
  const hotfix = shipped("v1.9.1", null, "2026-03-31T23:59:59Z", { isExceptional: true });
  const next = shipped("v1.9.2", null, "2026-04-01T00:00:00Z", { isExceptional: true });
  const unshipped = shipped("v1.9.3", null, null, { isExceptional: true });
  expect(exceptionalShares([...ten, hotfix, next, unshipped], settings)).toMatchObject([
    { period: "2026-Q1", releases: 11, exceptional: ["v1.0.0", "v1.9.1"], isAbove: true },
    { period: "2026-Q2", releases: 1, exceptional: ["v1.9.2"], isAbove: true },
  ]);
});

test("[T-20] a retrospective is told of its period and of the last one before it", () => {
  const process = { exceptional: { ceiling: 10, period: "month" } } as const;
  const hotfix = shipped("v1.9.1", null, "2026-03-31T00:00:00Z", { isExceptional: true });
  const march = ms("2026-03-31T00:00:00Z") + HOUR;
  expect(shareFinding([], process, march)).toEqual({ isAbove: false, says: "nothing was released" });
  expect(shareFinding(ten, process, march)).toMatchObject({
    isAbove: false,
    says: expect.stringContaining("2026-02: 1 of 10"),
  });
  expect(shareFinding([...ten, hotfix], process, march)).toEqual({
    isAbove: true,
    says: "2026-03: 1 of 1 releases, 100 % (v1.9.1), above the ceiling of 10 %",
  });
});
