import * as z from "zod/mini";
import { parseDocument } from "../../config/parse-document.ts";
import { checkAnswer } from "../../domain/template/check-answer.ts";
import { itemsOf, type Item, type Template } from "../../domain/template/template.ts";
import type { Json } from "../../kernel/canonical-json.ts";
import { commaList } from "../../kernel/comma-list.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";

/** Answers as people type them: `--set ID=VALUE` for each, `--tick ID,ID`, `--untick ID,ID`. */
export interface TypedAnswers {
  readonly set: readonly string[];
  readonly tick: string | undefined;
  readonly untick: string | undefined;
}

export interface ParsedAnswer {
  readonly item: string;
  readonly value: Json;
}

/**
 * What was typed as answers to a template; the last one of an item counts, a list grows with each. Everything that
 * cannot be an answer is told at once. An empty value takes an answer back, and so does unticking what is no tick.
 */
export function parseAnswers(template: Template, { set, tick, untick }: TypedAnswers): readonly ParsedAnswer[] {
  const items = new Map(itemsOf(template.items).map((item) => [item.id, item]));
  const values = new Map<string, Json>();
  const problems: Problem[] = [];
  for (const text of set) {
    const [, id = "", value = ""] = /^\s*([^\s=]+)\s*=(.*)$/s.exec(text) ?? [];
    if (id === "") problems.push(badPair(text));
    else values.set(id, valueOf(items.get(id), value.trim(), values.get(id)));
  }
  for (const id of commaList(tick)) values.set(id, true);
  for (const id of commaList(untick)) values.set(id, items.get(id)?.kind === "tick" ? false : null);
  for (const [id, value] of values) {
    const refusal = checkAnswer(template, id, value);
    if (refusal !== undefined) problems.push({ kind: "input", ...refusal });
  }
  const [first, ...more] = problems;
  if (first !== undefined) throw new SlipwayError([first, ...more]);
  return [...values].map(([item, value]) => ({ item, value }));
}

const answersDocument = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

/** Answers of a document, a map from item to value in YAML or JSON, as they would be typed after `--set`. */
export function answersInDocument(text: string): readonly string[] {
  const parsed = parseDocument(answersDocument, text);
  if (!parsed.ok) throw new SlipwayError({ code: "answers", kind: "input", ...parsed.error });
  return Object.entries(parsed.value).map(([id, value]) => `${id}=${Array.isArray(value) ? value.join(";") : value}`);
}

/** A text as its item reads it; what cannot be read stays a text, which the check then refuses. */
function valueOf(item: Item | undefined, text: string, before: Json | undefined): Json {
  if (text === "") return null;
  switch (item?.kind) {
    case "tick":
      return text === "true" || text === "yes" ? true : text === "false" || text === "no" ? false : text;
    case "number":
      return numberOf(item, text);
    case "list":
    case "votes":
    case "actions":
      return [...(Array.isArray(before) ? before : []), ...text.split(";").map((entry) => entry.trim())];
    default:
      return text;
  }
}

/** A number, also with the one it has to be: `6/6`. */
function numberOf({ of }: Item, text: string): Json {
  const [, count = "", total] = /^(-?\d+(?:\.\d+)?)(?:\s*\/\s*(\d+))?$/.exec(text) ?? [];
  return count === "" || (total !== undefined && Number(total) !== of) ? text : Number(count);
}

function badPair(text: string): Problem {
  return { code: "wrong-arguments", kind: "input", found: `--set has "${text}"`, expected: "ID=VALUE" };
}
