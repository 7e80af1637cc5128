import { isGroup, type Step, type Variant, type Work, type Workflow } from "./process.ts";

/** The workflow as a variant walks it: without what it skips, and with what it replaces. */
export function applyVariant(workflow: Workflow, { skip, replace }: Variant): Workflow {
  const changed = (steps: readonly Step[]): Step[] => steps.flatMap(changedStep);
  const changedStep = (step: Step): Step[] => {
    if (skip.includes(step.name)) return [];
    if (!isGroup(step)) return [replaced(step)];
    const together = step.together.filter(({ name }) => !skip.includes(name)).map(replaced);
    return together.length === 0 ? [] : [{ ...step, together }];
  };
  const replaced = (work: Work): Work => replace.get(work.name) ?? work;
  return {
    ...workflow,
    phases: workflow.phases.map((phase) => ({ ...phase, steps: changed(phase.steps) })),
    detours: new Map([...workflow.detours].map(([name, steps]) => [name, changed(steps)])),
    variants: new Map(),
  };
}
