import { Environment, type ASTNode, type ParseResult } from "@marcbachmann/cel-js";
import { must } from "../../kernel/assert.ts";
import { nearest } from "../../kernel/nearest.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { ENVIRONMENT_FACTS, RELEASE_FACTS, type ConditionScope, type Facts, type FactValue } from "./facts.ts";

/** What is wrong with a condition, or with the facts it asked for. */
export interface ConditionFault {
  readonly code: "condition-unreadable" | "condition-unknown" | "condition-type" | "condition-fact";
  readonly found: string;
  readonly expected: string;
  /** Place in the text, from 1 on. */
  readonly column: number;
}

/** A condition that was read, and is true or false of any facts that its scope declares. */
export interface Condition {
  readonly text: string;
  /** Steps whose outcomes or answers it speaks of. */
  readonly steps: readonly string[];
  /** A fault where it asks for something that has not happened: the answer to an item nobody has answered. */
  holds(facts: Facts): Result<boolean, ConditionFault>;
}

/** Longer texts and deeper ones are programs, not conditions. */
const TEXT_LENGTH_MAX = 2_000;
const LIMITS = { maxAstNodes: 500, maxDepth: 40, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 };

/** Reads a condition of the Common Expression Language and holds it to the facts it may speak of. */
export function readCondition(text: string, scope: ConditionScope): Result<Condition, ConditionFault> {
  const parsed = parse(text, scope);
  if (!parsed.ok) return parsed;
  const { check, ast } = parsed.value;
  const { valid, type, error } = check();
  if (!valid) return err(typeFault(must(error, "the error of a condition that is not valid"), text, scope));
  const nodes = [...nodesIn(ast)];
  const slow = nodes.find(({ op, args }) => (op === "call" || op === "rcall") && args[0] === "matches");
  if (slow !== undefined)
    return err(
      fault(
        "condition-unknown",
        "matches() may take for ever",
        "startsWith, endsWith, contains or `in`",
        slow.range.start + 1,
      ),
    );
  if (type !== "bool")
    return err(
      fault(
        "condition-type",
        `it is of type ${type}, not true or false`,
        "a comparison, or a fact that is true or false",
        1,
      ),
    );
  const asked = new Set(nodes.flatMap(stepAsked));
  const steps = new Set(nodes.flatMap(stepNamed));
  const filled = [...steps].filter((step) => !asked.has(step));
  return ok({ text, steps: [...steps], holds: (facts) => evaluate(parsed.value, facts, filled) });
}

function parse(text: string, scope: ConditionScope): Result<ParseResult, ConditionFault> {
  if (text.length > TEXT_LENGTH_MAX)
    return err(fault("condition-unreadable", `${text.length} characters`, `at most ${TEXT_LENGTH_MAX}`, 1));
  try {
    return ok(languageOf(scope).parse(text));
  } catch (error) {
    return err(
      fault("condition-unreadable", summaryOf(error), "an expression such as `release.breaking`", columnOf(error)),
    );
  }
}

function evaluate(condition: ParseResult, facts: Facts, filled: readonly string[]): Result<boolean, ConditionFault> {
  try {
    const value: unknown = condition(contextOf(facts, filled));
    if (typeof value === "boolean") return ok(value);
    return err(fault("condition-fact", `it came out as ${String(value)}`, "true or false", 1));
  } catch (error) {
    return err(fault("condition-fact", summaryOf(error), "facts that are known by then", columnOf(error)));
  }
}

const languages = new Map<ConditionScope, Environment>();

/** Declaring the facts takes longer than reading a condition. */
function languageOf(scope: ConditionScope): Environment {
  const known = languages.get(scope);
  if (known !== undefined) return known;
  const language = new Environment({ limits: LIMITS })
    .registerVariable({ name: "release", schema: RELEASE_FACTS })
    .registerVariable("outcome", "map<string, string>")
    .registerVariable("answers", "map<string, map<string, dyn>>");
  if (scope === "event") language.registerVariable({ name: "environment", schema: ENVIRONMENT_FACTS });
  languages.set(scope, language);
  return language;
}

/** The facts as the language takes them: whole numbers as its integers, and something for steps that said nothing yet. */
function contextOf({ release, outcome, answers, ...event }: Facts, filled: readonly string[]): Record<string, unknown> {
  const typed = Object.entries(release).map(([name, value]): [string, FactValue | bigint] => [
    name,
    typeof value === "number" ? BigInt(Math.trunc(value)) : value,
  ]);
  return {
    ...event,
    release: Object.fromEntries(typed),
    outcome: new Map([...filled.map((step): [string, string] => [step, ""]), ...outcome]),
    answers: new Map([...filled.map((step): [string, ReadonlyMap<string, unknown>] => [step, new Map()]), ...answers]),
  };
}

function typeFault(error: Error, text: string, scope: ConditionScope): ConditionFault {
  const summary = summaryOf(error);
  const [, kind, word = ""] = /^(Unknown variable|No such key): (\S+)$/.exec(summary) ?? [];
  const column = columnOf(error);
  if (kind === undefined)
    return fault("condition-type", summary, "texts compared with texts, numbers with numbers", column);
  const isVariable = kind === "Unknown variable";
  const all = isVariable ? variablesOf(scope) : membersBefore(text.slice(0, column - 1));
  const suggestion = nearest(word, all);
  const found = isVariable ? `nothing is called ${word} here` : `there is no fact ${word}`;
  const expected = suggestion === undefined ? `one of ${all.join(", ")}` : `perhaps ${suggestion}`;
  return fault("condition-unknown", found, expected, column);
}

function variablesOf(scope: ConditionScope): readonly string[] {
  return ["release", "outcome", "answers", ...(scope === "event" ? ["environment"] : [])];
}

/** The facts of the variable whose name stands right before a dot. */
function membersBefore(text: string): readonly string[] {
  const owner = /(\w+)\s*\.\s*$/.exec(text.slice(-100))?.[1];
  return Object.keys(owner === "environment" ? ENVIRONMENT_FACTS : RELEASE_FACTS);
}

/** The step in `outcome.STEP`, `outcome["STEP"]` and `"STEP" in outcome`, and the same of answers. */
function stepNamed({ op, args }: ASTNode): readonly string[] {
  if (op === "." && isRecord(args[0])) return [args[1]];
  if (op === "[]" && isRecord(args[0])) return textIn(args[1]);
  return op === "in" && isRecord(args[1]) ? textIn(args[0]) : [];
}

/** The step whose presence is the question: `"STEP" in outcome`, `has(outcome.STEP)`. */
function stepAsked(node: ASTNode): readonly string[] {
  if (node.op === "in") return stepNamed(node);
  return node.op === "call" && node.args[0] === "has" ? node.args[1].flatMap(stepNamed) : [];
}

function isRecord({ op, args }: ASTNode): boolean {
  return op === "id" && (args === "outcome" || args === "answers");
}

function textIn({ op, args }: ASTNode): readonly string[] {
  return op === "value" && typeof args === "string" ? [args] : [];
}

function* nodesIn(value: unknown): Generator<ASTNode> {
  if (Array.isArray(value)) for (const each of value) yield* nodesIn(each);
  if (!isNode(value)) return;
  yield value;
  yield* nodesIn(value.args);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "range" in value;
}

/** The language's errors have a sentence without the text they quote, and a place in it. */
function summaryOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  if ("summary" in error && typeof error.summary === "string") return error.summary;
  return error instanceof Error ? error.message : "an unknown error";
}

function columnOf(error: unknown): number {
  const range = typeof error === "object" && error !== null && "range" in error ? error.range : undefined;
  const start = typeof range === "object" && range !== null && "start" in range ? range.start : 0;
  return typeof start === "number" ? start + 1 : 1;
}

function fault(code: ConditionFault["code"], found: string, expected: string, column: number): ConditionFault {
  return { code, found, expected, column };
}
