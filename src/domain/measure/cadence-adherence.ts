import { must } from "../../kernel/assert.ts";
import { epochDay, isoDay } from "../../kernel/iso-day.ts";
import type { Zones } from "../calendar/schedule.ts";
import { periodNamed, type Period } from "./period.ts";
import type { Shipment } from "./shipment.ts";

/** How many of the releases of a type kept the day that was published for them, in one period. */
export interface Adherence {
  readonly type: string;
  /** The period in which their published days lie. */
  readonly period: string;
  readonly scheduled: number;
  readonly kept: number;
  /** Each of them. */
  readonly releases: readonly KeptDay[];
}

export interface KeptDay {
  readonly release: string;
  readonly published: string;
  /** `null`: it did not arrive. */
  readonly shipped: string | null;
  /** Days after the published one, negative when before; `null` when it did not arrive. */
  readonly shiftDays: number | null;
}

/**
 * The share of scheduled releases that were shipped on their published day, per type and period. A release that
 * never arrived did not keep its day; one whose day has not come is not counted yet.
 */
export function cadenceAdherence(
  shipments: readonly Shipment[],
  { period, zones, now }: { readonly period: Period; readonly zones: Zones; readonly now: number },
): readonly Adherence[] {
  const days = shipments.flatMap((shipment) => keptDay(shipment, zones, now).map((day) => ({ shipment, day })));
  const groups = Map.groupBy(days, ({ shipment, day }) =>
    [periodNamed(dayMs(day.published), period), shipment.type].join(" "),
  );
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, members]) => {
      const releases = members.map(({ day }) => day).toSorted((a, b) => (a.published < b.published ? -1 : 1));
      const [{ shipment, day }] = members as [(typeof members)[number]]; // a group has a member
      return {
        type: shipment.type,
        period: periodNamed(dayMs(day.published), period),
        scheduled: releases.length,
        kept: releases.filter(({ shiftDays }) => shiftDays === 0).length,
        releases,
      };
    });
}

function keptDay({ release, published, shippedAt, isOver }: Shipment, zones: Zones, now: number): KeptDay[] {
  if (published === null) return [];
  const { day, zone } = published;
  const localDay = (ms: number): string => isoDay(Math.floor(ms / 1000) + zones(zone)(Math.floor(ms / 1000)));
  const today = localDay(now);
  if (shippedAt === null) {
    const isMissed = isOver || today > day;
    return isMissed ? [{ release, published: day, shipped: null, shiftDays: null }] : [];
  }
  const shipped = localDay(shippedAt);
  return [{ release, published: day, shipped, shiftDays: (dayMs(shipped) - dayMs(day)) / DAY_MS }];
}

const DAY_MS = 86_400_000;

function dayMs(day: string): number {
  return must(epochDay(day), day) * DAY_MS;
}
