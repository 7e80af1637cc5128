import { SlipwayError } from "../kernel/problem.ts";

/** The time SOURCE_DATE_EPOCH asks programs to use so that a build can be repeated, in Unix seconds. */
export function fixedTime(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const text = environment["SOURCE_DATE_EPOCH"];
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,11}$/.test(text)) throw new SlipwayError(badTime(text));
  return Number(text);
}

function badTime(text: string) {
  return {
    code: "source-date",
    kind: "input",
    found: `the environment variable SOURCE_DATE_EPOCH is "${text}"`,
    expected: "whole seconds since 1970-01-01, for example 1767225600",
    action: "correct it or unset it",
  } as const;
}
