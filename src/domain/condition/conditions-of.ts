import { isGroup, worksOf, type Process, type Step, type Workflow } from "../process/process.ts";
import { itemsOf } from "../template/template.ts";
import type { ConditionScope } from "./facts.ts";

/** A condition with the place where it stands. */
export interface PlacedCondition {
  readonly text: string;
  readonly scope: ConditionScope;
  /** `workflow release, step ship`. */
  readonly place: string;
  /** Names that outcomes and answers may be asked of. */
  readonly steps: readonly string[];
}

/** Every condition of a process: of its workflows, then of its templates, then of its types. */
export function conditionsOf({ workflows, templates, types }: Process): PlacedCondition[] {
  const steps = [...workflows.values()].flatMap(stepNames);
  const inTemplates = [...templates.values()].flatMap(({ name, items }) =>
    itemsOf(items).flatMap(({ id, when }) => placed(when, "step", `template ${name}, item ${id}`, steps)),
  );
  const inTypes = [...types.values()].flatMap(({ name, requiresWhen }) =>
    [...requiresWhen.keys()].flatMap((text) => placed(text, "step", `type ${name}`, steps)),
  );
  return [...[...workflows.values()].flatMap(inWorkflow), ...inTemplates, ...inTypes];
}

/** Whether anything in it depends on a condition. */
export function hasConditions(process: Process): boolean {
  return conditionsOf(process).length > 0;
}

function inWorkflow(workflow: Workflow): PlacedCondition[] {
  const place = `workflow ${workflow.name}`;
  const names = stepNames(workflow);
  const lists = [...workflow.phases.map(({ steps }) => steps), ...workflow.detours.values()];
  const replaced = [...workflow.variants].flatMap(([name, { replace }]) =>
    [...replace.values()].flatMap((work) => inStep(work, `${place}, variant ${name}`, names)),
  );
  const triggers = workflow.triggers.flatMap(({ on, when }) => placed(when, "event", `${place}, trigger ${on}`, names));
  return [...lists.flat().flatMap((step) => inStep(step, place, names)), ...replaced, ...triggers];
}

function inStep(step: Step, place: string, names: readonly string[]): PlacedCondition[] {
  const own = placed(step.when, "step", `${place}, step ${step.name}`, names);
  return isGroup(step) ? [...own, ...step.together.flatMap((work) => inStep(work, place, names))] : own;
}

function placed(
  text: string | null,
  scope: ConditionScope,
  place: string,
  steps: readonly string[],
): PlacedCondition[] {
  return text === null ? [] : [{ text, scope, place, steps }];
}

function stepNames(workflow: Workflow): readonly string[] {
  return worksOf(workflow).map(({ name }) => name);
}
