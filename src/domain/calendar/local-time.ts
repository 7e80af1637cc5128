import { epochDay } from "../../kernel/iso-day.ts";

/** Seconds from 1970-01-01T00:00 to what the clocks of a zone show, counted as if every day had 24 hours. */
export type LocalSeconds = number;

export const DAY_SECONDS = 86_400;

/** Reads `2026-03-29T02:30` or `2026-03-29T02:30:15`; `undefined` when there is no such day or time. */
export function localSeconds(text: string): LocalSeconds | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)$/.exec(text) ?? [];
  const days = day === undefined ? undefined : epochDay(day);
  const seconds = time === undefined ? undefined : secondsOfDay(time);
  if (days === undefined || seconds === undefined || seconds === DAY_SECONDS) return undefined;
  return days * DAY_SECONDS + seconds;
}

/** Unix seconds of a moment with its offset, `2026-03-29T02:30:00+01:00` or `2026-03-29T01:30Z`; `undefined`: none. */
export function instantOf(text: string): number | undefined {
  const [, local = "", offset = ""] = /^(.*?)(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  const seconds = localSeconds(local);
  const ahead = offset === "Z" ? 0 : secondsOfDay(offset.slice(1));
  if (seconds === undefined || ahead === undefined) return undefined;
  return seconds - (offset.startsWith("-") ? -ahead : ahead);
}

/** Reads `09:00` or `09:00:30`; `24:00` is the end of the day. */
export function secondsOfDay(text: string): number | undefined {
  const found = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (found === null) return undefined;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  const seconds = hour * 3600 + minute * 60 + second;
  return minute < 60 && second < 60 && seconds <= DAY_SECONDS ? seconds : undefined;
}
