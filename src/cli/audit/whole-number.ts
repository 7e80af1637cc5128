import { SlipwayError } from "../../kernel/problem.ts";

/** A number from the command line; absent when it was not given. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: { readonly least?: number; readonly most?: number } = {},
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new SlipwayError({
    code: "wrong-number",
    kind: "input",
    found: `${name} got "${text}"`,
    expected: `a whole number ${most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`}`,
    action: "correct it",
  });
}
