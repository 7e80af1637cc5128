import type { Process } from "../process/process.ts";
import { periodNamed, type Period } from "./period.ts";
import type { Shipment } from "./shipment.ts";

/** How many of the releases of a period were of types that are meant to be exceptional (T-20). */
export interface ExceptionalShare {
  readonly period: string;
  readonly releases: number;
  /** Ids of the exceptional ones. */
  readonly exceptional: readonly string[];
  /** Percent they may be at most. */
  readonly ceiling: number;
  readonly isAbove: boolean;
}

/** Every period in which something was shipped, oldest first. */
export function exceptionalShares(
  shipments: readonly Shipment[],
  { ceiling, period }: { readonly ceiling: number; readonly period: Period },
): readonly ExceptionalShare[] {
  const shipped = shipments.flatMap((shipment) =>
    shipment.shippedAt === null ? [] : [{ ...shipment, at: periodNamed(shipment.shippedAt, period) }],
  );
  return [...Map.groupBy(shipped, ({ at }) => at)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => {
      const exceptional = members.filter(({ isExceptional }) => isExceptional).map(({ release }) => release);
      const isAbove = exceptional.length * 100 > members.length * ceiling;
      return { period: name, releases: members.length, exceptional, ceiling, isAbove };
    });
}

/** What a retrospective is told about the period it is held in, and the last one that is over. */
export function shareFinding(
  shipments: readonly Shipment[],
  { exceptional }: Pick<Process, "exceptional">,
  now: number,
): { readonly isAbove: boolean; readonly says: string } {
  const shares = exceptionalShares(shipments, exceptional);
  const current = periodNamed(now, exceptional.period);
  const told = [
    ...shares.filter(({ period }) => period < current).slice(-1),
    ...shares.filter(({ period }) => period === current),
  ];
  const above = told.filter(({ isAbove }) => isAbove);
  const says = (above.length > 0 ? above : told).map(shareSentence).join("; ");
  return { isAbove: above.length > 0, says: says === "" ? "nothing was released" : says };
}

export function shareSentence({ period, releases, exceptional, ceiling, isAbove }: ExceptionalShare): string {
  const percent = Math.round((exceptional.length * 1000) / releases) / 10;
  const named = exceptional.length === 0 ? "" : ` (${exceptional.join(", ")})`;
  return `${period}: ${exceptional.length} of ${releases} releases, ${percent} %${named}, ${isAbove ? "above" : "within"} the ceiling of ${ceiling} %`;
}
