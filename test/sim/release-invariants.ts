import { graphOf, START, type Edge, type Graph } from "../../src/domain/process/graph.ts";
import {
  isGroup,
  isIrreversible,
  outcomesOf,
  textsIn,
  tierOf,
  type Process,
  type Work,
  type Workflow,
} from "../../src/domain/process/process.ts";
import { partOf } from "../../src/domain/release/draft.ts";
import { layoutOf, PATH } from "../../src/domain/release/layout.ts";
import type { ReleaseEvent } from "../../src/domain/release/release-event.ts";
import { isActive, MAIN, type ReleaseState, type Run, type Visit } from "../../src/domain/release/release-state.ts";

/** Everything that was recorded, and what it adds up to. */
export interface History {
  readonly process: Process;
  readonly state: ReleaseState;
  readonly log: readonly { readonly event: ReleaseEvent; readonly at: number }[];
}

/** What is wrong with one more event on this history; `undefined` when nothing is. */
export function faultOfEvent({ process, state, log }: History, event: ReleaseEvent): string | undefined {
  if (!("run" in event) || event.run === null || event.type === "run-started") return undefined;
  const run = state.runs.get(event.run)!;
  const acts = ["step-entered", "effect-started", "step-ended", "signed"].includes(event.type);
  const isAnswer = event.type === "step-entered" && run.state === "stopped";
  if (acts && !isAnswer && run.state !== "running") return `${event.type} while ${event.run} is ${run.state}`;
  if (!("visit" in event) || event.visit === null || event.type === "step-entered") return undefined;
  const visit = run.visits.find(({ number }) => number === event.visit)!;
  const works = graphOf(workflowOf(process, state, event.run)).works;
  const work = works.get(visit.step)!;
  if (event.type === "step-ended") return faultOfEnd(state, run, works, { work, visit, outcome: event.outcome });
  if (event.type !== "effect-started") return undefined;
  if (!isActive(visit)) return `${work.name} is performed although it is ${visit.state}`;
  if (log.some(({ event: other }) => other.type === "effect-started" && other.effect === event.effect))
    return `${event.effect} is performed twice`;
  const isArrival = work.kind === "deploy" && tierOf(work, process.environments) === "production";
  const { requires, requiresWhen } = process.types.get(state.releaseType)!;
  if (event.run !== MAIN || !isArrival || !requires.includes("approved")) return undefined;
  const isAsked = ({ when }: Work): boolean =>
    when === null || !requiresWhen.has(when) || state.traits[when.replace("release.", "")] === true;
  const approvals = [...works.values()].filter((each) => ["approval", "uat"].includes(each.kind) && isAsked(each));
  const missing = approvals.find((approval) => !saidYes(state, run, approval, true));
  return missing === undefined ? undefined : `${work.name} without a yes at ${missing.name} on what is released now`;
}

function faultOfEnd(
  state: ReleaseState,
  run: Run,
  works: ReadonlyMap<string, Work>,
  { work, visit, outcome }: { readonly work: Work; readonly visit: Visit; readonly outcome: string },
): string | undefined {
  if (!isActive(visit)) return `${work.name} ends although it is ${visit.state}`;
  if (outcome !== outcomesOf(work)[0]) return undefined;
  if (!areFilled([...work.signers], visit.signatures)) return `${work.name} succeeds without its signers`;
  if (work.kind !== "gate") return undefined;
  const refused = textsIn(work.with["of"]).find((member) => !saidYes(state, run, works.get(member)!, false));
  return refused === undefined ? undefined : `${work.name} opens although ${refused} was no success`;
}

/** Whether the last word on a step was yes, and about what is released now where that is asked. */
function saidYes(state: ReleaseState, run: Run, work: Work, currently: boolean): boolean {
  const visit = run.visits.findLast(({ step, state: of }) => step === work.name && of === "ended");
  const isYes = visit?.outcome === outcomesOf(work)[0] || visit?.waived === true;
  return isYes && (!currently || !isStale(state, visit!));
}

function isStale({ subject }: ReleaseState, { covers }: Visit): boolean {
  return [...covers].some(([facet, digest]) => subject.get(facet) !== digest);
}

/** Tries every way to give each slot a person of its own. */
function areFilled(needs: readonly (readonly [string, number])[], signatures: Visit["signatures"]): boolean {
  const slots = needs.flatMap(([role, count]) => Array.from({ length: count }, () => role));
  const fill = (index: number, used: readonly string[]): boolean =>
    index === slots.length ||
    signatures.some(({ who, role }) => role === slots[index] && !used.includes(who) && fill(index + 1, [...used, who]));
  return fill(0, []);
}

/** What is wrong with a release between two decisions. */
export function faultOfState({ process, state }: History): string | undefined {
  for (const run of state.runs.values()) {
    const layout = layoutOf(process, partOf(state, run));
    const standing = run.visits.filter((visit) => isActive(visit) || visit.state === "ended");
    const twice = standing.find(({ step }, index) => standing.findIndex((other) => other.step === step) !== index);
    if (twice !== undefined) return `${twice.step} stands twice`;
    const places = new Set(run.visits.filter(isActive).map(({ step }) => JSON.stringify(layout.place(step))));
    if (places.size > 1) return `${run.id} is at ${[...places].join(" and ")}`;
    const isBusy = run.visits.some((visit) => visit.state === "performing");
    const isAway = run.visits.some((visit) => isActive(visit) && layout.place(visit.step)?.track !== PATH);
    if (run.id !== MAIN || run.state !== "running" || isBusy || isAway) continue;
    const stale = standing.find(
      (visit) =>
        layout.place(visit.step)?.track === PATH &&
        (isActive(visit) || visit.waived || visit.outcome === outcomesOf(layout.works.get(visit.step)!)[0]) &&
        isStale(state, visit),
    );
    if (stale !== undefined) return `${stale.step} stands on something that changed`;
  }
  return undefined;
}

/** What is wrong with a whole history. */
export function faultOfHistory(history: History): string | undefined {
  return leavesTheProcess(history) ?? goesBackPastFinal(history) ?? losesItsStatus(history);
}

/**
 * Every step was entered by an edge of the process: from the step that ended before, over steps that were skipped and
 * members of the same group; or again, because its run stopped there or what it covered changed.
 */
function leavesTheProcess({ process, state, log }: History): string | undefined {
  for (const run of state.runs.keys()) {
    const walk = new Walk(workflowOf(process, state, run));
    for (const { event } of log) {
      const fault = "run" in event && event.run === run ? walk.follow(event) : undefined;
      if (fault !== undefined) return `${run}: ${fault}`;
    }
  }
  return undefined;
}

/** Follows the events of one run over the graph of its workflow, and knows which steps may come next. */
class Walk {
  readonly #graph: Graph;
  readonly #beside: ReadonlyMap<string, readonly string[]>;
  readonly #steps = new Map<number, string>();
  #allowed: Set<string>;

  constructor(workflow: Workflow) {
    this.#graph = graphOf(workflow);
    this.#beside = groupsOf(workflow);
    this.#allowed = this.#after(START, "");
  }

  follow(event: ReleaseEvent): string | undefined {
    if (event.type === "step-entered") {
      this.#steps.set(event.visit, event.step);
      if (!this.#allowed.has(event.step)) return `${event.step} after ${[...this.#allowed].join(", ")}`;
    }
    if (event.type === "step-ended") {
      const step = this.#steps.get(event.visit)!;
      const siblings = this.#beside.get(step) ?? [];
      const open = [...this.#allowed].filter((each) => siblings.includes(each));
      this.#allowed = new Set([...this.#after(step, event.outcome), ...open]);
    }
    if (event.type === "run-stopped" && event.visit !== null) this.#allowed = new Set([this.#steps.get(event.visit)!]);
    if (event.type === "step-waived") this.#allowed = this.#after(this.#steps.get(event.visit)!, undefined);
    if (event.type === "visits-closed" && event.as !== "moot")
      for (const visit of event.visits) this.#allowAgain(visit);
    return undefined;
  }

  #allowAgain(visit: number): void {
    const step = this.#steps.get(visit)!;
    for (const each of this.#beside.get(step) ?? [step]) this.#allowed.add(each);
  }

  /** Steps that may be entered when a step ends with an outcome; without one, with success. */
  #after(from: string, outcome: string | undefined): Set<string> {
    const { edges } = this.#graph;
    const isFirst = (edge: Edge): boolean =>
      edge.from === from && (outcome === undefined ? edge.kind === "success" : edge.outcome === outcome);
    const seen = new Set(edges.filter(isFirst).map(({ to }) => to));
    for (const name of seen)
      for (const edge of edges) {
        const isBeside = edge.kind === "success" && this.#beside.has(name);
        if (edge.from === name && (edge.kind === "skipped" || edge.kind === "jump" || isBeside)) seen.add(edge.to);
      }
    return seen;
  }
}

/** The members of a step's group, itself included. */
function groupsOf(workflow: Workflow): Map<string, readonly string[]> {
  const lists = [...workflow.phases.map(({ steps }) => steps), ...workflow.detours.values()];
  const groups = lists.flat().flatMap((step) => (isGroup(step) ? [step.together.map(({ name }) => name)] : []));
  return new Map(groups.flatMap((members) => members.map((name) => [name, members] as const)));
}

/** A step of the path that was entered although something at its place or behind it had been done for good. */
function goesBackPastFinal({ process, state, log }: History): string | undefined {
  const graph = graphOf(workflowOf(process, state, MAIN));
  const steps = new Map<number, string>();
  let final = -1;
  for (const { event } of log) {
    if (event.type === "step-entered" && event.run === MAIN) {
      steps.set(event.visit, event.step);
      if ((graph.order.get(event.step) ?? Infinity) < final) return `${event.step} was entered again`;
    }
    if (event.type !== "step-ended" || event.run !== MAIN) continue;
    const work = graph.works.get(steps.get(event.visit)!)!;
    if (isIrreversible(work, process.environments) && event.outcome === outcomesOf(work)[0])
      final = Math.max(final, graph.order.get(work.name) ?? -1);
  }
  return undefined;
}

/** A release that a detour gave a status ends with it, unless it was rolled back. */
function losesItsStatus({ log }: History): string | undefined {
  const given = log
    .map(({ event }) => event)
    .findLast((event) => event.type === "path-resumed" && event.run === MAIN && event.status !== null);
  const ended = log.map(({ event }) => event).find((event) => event.type === "release-ended");
  if (given?.type !== "path-resumed" || ended?.type !== "release-ended") return undefined;
  return [given.status, "rolled-back"].includes(ended.status) ? undefined : `${given.status} became ${ended.status}`;
}

function workflowOf(process: Process, state: ReleaseState, run: string): Workflow {
  return layoutOf(process, partOf(state, state.runs.get(run)!)).workflow;
}
