import { nearest } from "../../kernel/nearest.ts";
import { finding, type ProcessFinding } from "../process/finding.ts";
import { isGroup, worksOf, type Process, type Step, type Workflow } from "../process/process.ts";
import { itemsOf } from "../template/template.ts";
import { readCondition } from "./condition.ts";
import type { ConditionScope } from "./facts.ts";

/** A condition with the place where it stands. */
export interface PlacedCondition {
  readonly text: string;
  readonly scope: ConditionScope;
  /** `workflow release, step ship`. */
  readonly place: string;
}

/** Every condition can be read, speaks of facts and steps that exist, and is true or false. */
export function checkConditions(process: Process): ProcessFinding[] {
  const workflows = [...process.workflows.values()];
  const inSteps = workflows.flatMap((workflow) => {
    const steps = stepNames(workflow);
    return conditionsOf(workflow).flatMap((condition) => checkCondition(condition, steps));
  });
  const steps = workflows.flatMap(stepNames);
  const inTemplates = [...process.templates.values()].flatMap(({ name, items }) =>
    itemsOf(items).flatMap(({ id, when }) =>
      when === null ? [] : checkCondition({ text: when, scope: "step", place: `template ${name}, item ${id}` }, steps),
    ),
  );
  const inTypes = [...process.types.values()].flatMap(({ name, requiresWhen }) =>
    [...requiresWhen.keys()].flatMap((text) => checkCondition({ text, scope: "step", place: `type ${name}` }, steps)),
  );
  return [...inSteps, ...inTemplates, ...inTypes];
}

/** @param steps Names that outcomes and answers may be asked of. */
export function checkCondition({ text, scope, place }: PlacedCondition, steps: readonly string[]): ProcessFinding[] {
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

export function conditionsOf(workflow: Workflow): PlacedCondition[] {
  const place = `workflow ${workflow.name}`;
  const lists = [...workflow.phases.map(({ steps }) => steps), ...workflow.detours.values()];
  const replaced = [...workflow.variants].flatMap(([name, { replace }]) =>
    [...replace.values()].flatMap((work) => conditionsIn(work, `${place}, variant ${name}`)),
  );
  const triggers = workflow.triggers.flatMap(({ on, when }) =>
    when === null ? [] : [{ text: when, scope: "event" as const, place: `${place}, trigger ${on}` }],
  );
  return [...lists.flat().flatMap((step) => conditionsIn(step, place)), ...replaced, ...triggers];
}

function conditionsIn(step: Step, place: string): PlacedCondition[] {
  const own =
    step.when === null ? [] : [{ text: step.when, scope: "step" as const, place: `${place}, step ${step.name}` }];
  return isGroup(step) ? [...own, ...step.together.flatMap((work) => conditionsIn(work, place))] : own;
}

function stepNames(workflow: Workflow): readonly string[] {
  return worksOf(workflow).map(({ name }) => name);
}
