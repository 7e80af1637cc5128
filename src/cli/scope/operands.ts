import { commaList } from "../../kernel/comma-list.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Call } from "../command.ts";

/** The word at a place of the command line, which has to be there. */
export function operand({ operands }: Call, at: number, what: string): string {
  const text = operands[at];
  if (text === undefined) throw wrong(`\`slipway scope ${operands[0]}\` got no ${what}`, what);
  return text;
}

/** A flag that has to be there. */
export function required(call: Call, flag: string): string {
  const text = call.text(flag);
  if (text === undefined) throw wrong(`\`slipway scope ${call.operands[0]}\` got no --${flag}`, `--${flag}`);
  return text;
}

/** One of a closed list of words. */
export function oneOf<T extends string>(words: readonly T[], text: string, what: string): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const near = nearest(text, words);
  throw wrong(
    `"${text}" is no ${what}`,
    `one of ${words.join(", ")}`,
    near === undefined ? undefined : `did you mean "${near}"?`,
  );
}

/** Texts that commas separate; `none` stands for an empty list. */
export function listOf(text: string): readonly string[] {
  return text === "none" ? [] : commaList(text);
}

export function positive(text: string, what: string): number {
  const number = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || number <= 0) throw wrong(`"${text}" is no ${what}`, "a number above 0");
  return number;
}

function wrong(found: string, expected: string, action = "`slipway scope --help` shows examples"): SlipwayError {
  return new SlipwayError({ code: "wrong-arguments", kind: "input", found, expected, action });
}
