import { isoDay } from "../../kernel/iso-day.ts";

export const PERIODS = ["month", "quarter", "year"] as const;
export type Period = (typeof PERIODS)[number];

/** The period a moment of UTC lies in (Unix milliseconds): `2026-03`, `2026-Q1` or `2026`. */
export function periodNamed(ms: number, period: Period): string {
  const day = isoDay(Math.floor(ms / 1000));
  if (period === "month") return day.slice(0, 7);
  const year = day.slice(0, 4);
  return period === "year" ? year : `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}
