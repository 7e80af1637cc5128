import { must } from "../../kernel/assert.ts";
import { isGroup, worksIn, type Process, type Step, type Work, type Workflow } from "../process/process.ts";
import { applyVariant, onlySteps } from "../process/variant.ts";

/** The name of the list of steps that the phases make; detours have their own names. */
export const PATH = "";

/** Where a step stands: in which list, and at which place of it. Members of a group share the place of the group. */
export interface Place {
  readonly track: string;
  readonly index: number;
}

/** A workflow laid out for walking. */
export interface Layout {
  readonly workflow: Workflow;
  readonly works: ReadonlyMap<string, Work>;
  step(place: Place): Step | undefined;
  /** Place of a step, of a group, or of the beginning of a detour. */
  place(name: string): Place | undefined;
}

/** What of a workflow a run walks: a variant of it, or a few of its steps. */
export interface Part {
  readonly workflow: string;
  readonly variant: string | null;
  readonly steps: readonly string[] | null;
}

const known = new WeakMap<Process, Map<string, Layout>>();

/** A layout is made once for each process: every decision asks for it. */
export function layoutOf(process: Process, part: Part): Layout {
  const layouts = known.get(process) ?? new Map<string, Layout>();
  known.set(process, layouts);
  const key = JSON.stringify([part.workflow, part.variant, part.steps]);
  const layout = layouts.get(key) ?? layOut(partOf(process, part));
  layouts.set(key, layout);
  return layout;
}

function partOf(process: Process, { workflow: name, variant: variantName, steps }: Part): Workflow {
  const plain = must(process.workflows.get(name), `the workflow ${name}`);
  const variant = variantName === null ? undefined : plain.variants.get(variantName);
  const workflow = variant === undefined ? plain : applyVariant(plain, variant);
  return steps === null ? workflow : onlySteps(workflow, steps);
}

function layOut(workflow: Workflow): Layout {
  const tracks = new Map([[PATH, workflow.phases.flatMap(({ steps }) => steps)], ...workflow.detours]);
  const places = new Map<string, Place>();
  for (const [track, steps] of tracks) {
    if (track !== PATH) places.set(track, { track, index: 0 });
    for (const [index, step] of steps.entries()) {
      places.set(step.name, { track, index });
      if (isGroup(step)) for (const { name } of step.together) places.set(name, { track, index });
    }
  }
  return {
    workflow,
    works: new Map([...tracks.values()].flatMap(worksIn).map((work) => [work.name, work])),
    step: ({ track, index }) => tracks.get(track)?.[index],
    place: (name) => places.get(name),
  };
}
