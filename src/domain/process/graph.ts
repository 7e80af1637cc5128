import { isGroup, outcomesOf, textOf, worksIn, type Step, type Work, type Workflow } from "./process.ts";

/** Where every way begins and where it may end. No step can have these names: they hold spaces. */
export const START = "the start";
export const END = "the end";
/** Nothing says what follows, so the run stops and its owner is asked: retry, waive or cancel. */
export const ASK = "its owner is asked";

/**
 * `success`, `else` (an edge for another outcome), `skipped` (a condition did not hold), `jump` (a resume),
 * `stop` (no edge was given).
 */
export type EdgeKind = "success" | "else" | "skipped" | "jump" | "stop";

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Outcome that leads here; empty for the start and for jumps. */
  readonly outcome: string;
}

/** A workflow as steps and edges. Members of a group follow one another: all of them come before what joins them. */
export interface Graph {
  readonly works: ReadonlyMap<string, Work>;
  readonly edges: readonly Edge[];
  /** Place of each step of the phases in the order they are written; steps of detours have none. */
  readonly order: ReadonlyMap<string, number>;
}

export function graphOf(workflow: Workflow): Graph {
  const path = workflow.phases.flatMap(({ steps }) => steps);
  const targets = targetsOf(workflow);
  const edges: Edge[] = [{ from: START, to: entry(path, 0), kind: "success", outcome: "" }];
  for (const steps of [path, ...workflow.detours.values()]) edges.push(...edgesOf(steps, targets));
  const order = worksIn(path).map(({ name }, index) => [name, index] as const);
  const works = [path, ...workflow.detours.values()].flatMap(worksIn).map((work) => [work.name, work] as const);
  return { works: new Map(works), edges, order: new Map(order) };
}

/** What a name after `else` or `resume` leads to. */
function targetsOf({ phases, detours }: Workflow): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const steps of [phases.flatMap((phase) => phase.steps), ...detours.values()])
    for (const [index, step] of steps.entries()) {
      targets.set(step.name, entry(steps, index));
      if (isGroup(step)) for (const { name } of step.together) targets.set(name, name);
    }
  for (const [name, steps] of detours) targets.set(name, entry(steps, 0));
  return targets;
}

/** The first single step at or after a place in a list. */
function entry(steps: readonly Step[], index: number): string {
  const step = steps[index];
  if (step === undefined) return END;
  if (!isGroup(step)) return step.name;
  return step.together[0]?.name ?? entry(steps, index + 1);
}

function edgesOf(steps: readonly Step[], targets: ReadonlyMap<string, string>): Edge[] {
  return steps.flatMap((step, index) => {
    const after = entry(steps, index + 1);
    if (!isGroup(step)) return edgesOfWork(step, after, targets);
    const skipped = step.when !== null && step.together[0] !== undefined;
    const bypass: Edge[] = skipped
      ? [{ from: step.together[0]!.name, to: after, kind: "skipped", outcome: "skipped" }]
      : [];
    return [
      ...bypass,
      ...step.together.flatMap((work, place) => edgesOfWork(work, step.together[place + 1]?.name ?? after, targets)),
    ];
  });
}

function edgesOfWork(work: Work, after: string, targets: ReadonlyMap<string, string>): Edge[] {
  const from = work.name;
  if (work.kind === "end") return [{ from, to: END, kind: "success", outcome: "" }];
  if (work.kind === "resume") {
    const to = targets.get(textOf(work, "step")) ?? ASK;
    return [{ from, to, kind: "jump", outcome: "" }];
  }
  const [success = "done", ...others] = outcomesOf(work);
  const edges: Edge[] = [{ from, to: after, kind: "success", outcome: success }];
  if (work.when !== null) edges.push({ from, to: after, kind: "skipped", outcome: "skipped" });
  for (const outcome of others) {
    const target = work.else.get(outcome);
    const to = target === "next" ? after : target === undefined ? ASK : targets.get(target);
    if (to !== undefined) edges.push({ from, to, kind: target === undefined ? "stop" : "else", outcome });
  }
  return edges;
}
