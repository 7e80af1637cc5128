import { nearest } from "../../kernel/nearest.ts";
import { finding, type ProcessFinding } from "../process/finding.ts";
import type { Process } from "../process/process.ts";
import { readCondition } from "./condition.ts";
import { conditionsOf, type PlacedCondition } from "./conditions-of.ts";

/** Every condition can be read, speaks of facts and steps that exist, and is true or false. */
export function checkConditions(process: Process): ProcessFinding[] {
  return conditionsOf(process).flatMap(checkCondition);
}

function checkCondition({ text, scope, place, steps }: PlacedCondition): ProcessFinding[] {
  const condition = readCondition(text, scope);
  if (!condition.ok) {
    const { code, found, expected, column } = condition.error;
    return [finding(code, place, `condition \`${text}\`, at ${column}: ${found}`, expected)];
  }
  const strangers = condition.value.steps.filter((step) => !steps.includes(step));
  return strangers.map((step) => {
    const suggestion = nearest(step, steps);
    const expected = suggestion === undefined ? "a step of this workflow" : `perhaps ${suggestion}`;
    return finding("condition-unknown", place, `condition \`${text}\` speaks of a step ${step}`, expected);
  });
}
