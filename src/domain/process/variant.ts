import { isGroup, textsIn, worksIn, type Step, type Variant, type Work, type Workflow } from "./process.ts";

/** The workflow as a variant walks it: without what it skips, and with what it replaces. */
export function applyVariant(
  workflow: Workflow,
  { skip, replace, approval }: Pick<Variant, "skip" | "replace" | "approval">,
): Workflow {
  const changed = (steps: readonly Step[]): Step[] => steps.flatMap(changedStep);
  const changedStep = (step: Step): Step[] => {
    if (skip.includes(step.name)) return [];
    if (!isGroup(step)) return [replaced(step)];
    const together = step.together.filter(({ name }) => !skip.includes(name)).map(replaced);
    return together.length === 0 ? [] : [{ ...step, together }];
  };
  const replaced = (work: Work): Work => judging(replace.get(work.name) ?? work, skip);
  return {
    ...workflow,
    phases: workflow.phases.map((phase, index) => ({
      ...phase,
      steps: [...(index === 0 && approval !== null ? [approval] : []), ...changed(phase.steps)],
    })),
    detours: new Map([...workflow.detours].map(([name, steps]) => [name, changed(steps)])),
    variants: new Map(),
  };
}

/** A gate judges what is left: a step that is skipped could never open it. */
function judging(work: Work, skip: readonly string[]): Work {
  if (work.kind !== "gate" || !("of" in work.with)) return work;
  return { ...work, with: { ...work.with, of: textsIn(work.with["of"]).filter((step) => !skip.includes(step)) } };
}

/** A few steps of a workflow, in their order: what a variant left out and somebody makes up for later. */
export function onlySteps(workflow: Workflow, names: readonly string[]): Workflow {
  const all = workflow.phases.flatMap(({ steps }) => worksIn(steps)).map(({ name }) => name);
  const skip = all.filter((name) => !names.includes(name));
  return applyVariant({ ...workflow, detours: new Map() }, { skip, replace: new Map(), approval: null });
}
