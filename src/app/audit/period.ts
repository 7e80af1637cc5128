import { isIsoDay } from "../../kernel/iso-day.ts";
import { SlipwayError } from "../../kernel/problem.ts";

const DAY_MS = 86_400_000;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A period in Unix milliseconds, its end exclusive, from UTC days or moments with their offset. A last day counts whole. */
export function periodOf(texts: { readonly from: string | undefined; readonly to: string | undefined }): {
  readonly from?: number;
  readonly to?: number;
} {
  const from = texts.from === undefined ? undefined : momentOf("--from", texts.from);
  const to = texts.to === undefined ? undefined : endOf("--to", texts.to);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** The end of a span, exclusive, in Unix milliseconds. */
export function endOf(flag: string, text: string): number {
  return momentOf(flag, text) + (isIsoDay(text) ? DAY_MS : 0);
}

/** A day of UTC (its beginning) or a moment with its offset, in Unix milliseconds. */
export function momentOf(flag: string, text: string): number {
  const [day] = text.split("T");
  const time = isIsoDay(day ?? "") && (day === text || MOMENT.test(text)) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new SlipwayError({
    code: "time-form",
    kind: "input",
    found: `${flag} got "${text}"`,
    expected: "a day of UTC such as 2026-01-31, or a moment with its offset such as 2026-01-31T09:30:00+01:00",
    action: "correct it",
  });
}
