import { SlipwayError } from "../kernel/problem.ts";

/**
 * The moment SLIPWAY_CLOCK sets the clock to, in Unix milliseconds, for rehearsals and tests of what takes weeks.
 * Everything that is recorded under it says so.
 */
export function setClock(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const text = environment["SLIPWAY_CLOCK"];
  if (text === undefined || text === "") return undefined;
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const at = isMoment ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new SlipwayError({
    code: "set-clock",
    kind: "input",
    found: `the environment variable SLIPWAY_CLOCK is "${text}"`,
    expected: "a moment with its offset, for example 2026-01-08T09:30:00Z",
    action: "correct it or unset it",
  });
}
