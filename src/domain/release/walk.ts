import { must } from "../../kernel/assert.ts";
import { isGroup, outcomesOf, textOf, textsIn, type Work } from "../process/process.ts";
import type { Draft } from "./draft.ts";
import { PATH, type Place } from "./layout.ts";
import { isActive, MAIN, standingVisit, type Visit } from "./release-state.ts";

/** Ends a visit and goes where its outcome leads: on, back, into a detour, or nowhere, and then a person is asked. */
export function endVisit(draft: Draft, run: string, visit: Visit, outcome: string, by: string | null): void {
  draft.emit({ type: "step-ended", run, visit: visit.number, outcome, by });
  const work = workOf(draft, run, visit);
  if (outcome === outcomesOf(work)[0]) return goOn(draft, run, visit);
  const target = work.else.get(outcome);
  if (target === "next") return goOn(draft, run, visit);
  const isSpent = work.attempts !== null && visit.attempt >= work.attempts && target === visit.step;
  if (target === undefined || isSpent) return stop(draft, run, visit, outcome);
  goTo(draft, run, target);
}

/** What follows a step that is done with: the rest of its group, or the next place. */
export function goOn(draft: Draft, run: string, visit: Visit): void {
  const layout = draft.layout(run);
  const place = must(layout.place(visit.step), `the place of ${visit.step}`);
  const step = must(layout.step(place), visit.step);
  const isDone = (name: string): boolean => standingVisit(draft.run(run), name)?.state === "ended";
  if (isGroup(step) && !step.together.every(({ name }) => isDone(name))) return;
  if (draft.run(run).state === "running") enter(draft, run, { ...place, index: place.index + 1 });
}

/** Enters a place, and every place after it that needs nobody: skipped steps, gates that judge, jumps, the end. */
export function enter(draft: Draft, run: string, place: Place): void {
  const step = draft.layout(run).step(place);
  if (step === undefined) return endRun(draft, run, place.track === PATH ? "completed" : "ended");
  if (step.when !== null && !draft.context.holds(step.when)) {
    draft.emit({ type: "step-skipped", run, step: step.name, condition: step.when });
    return enter(draft, run, { ...place, index: place.index + 1 });
  }
  if (!isGroup(step)) return enterWork(draft, run, step);
  for (const work of step.together) enterMember(draft, run, work);
  const last = standingVisit(draft.run(run), step.together.at(-1)?.name ?? "");
  if (last !== undefined) goOn(draft, run, last);
}

/** A member whose condition does not hold is visited and ends as skipped, so that its group can tell who is done. */
function enterMember(draft: Draft, run: string, work: Work): void {
  if (work.when === null || draft.context.holds(work.when)) return enterWork(draft, run, work);
  const visit = open(draft, run, work);
  draft.emit({ type: "step-ended", run, visit: visit.number, outcome: "skipped", by: null });
}

function enterWork(draft: Draft, run: string, work: Work): void {
  if (work.kind === "resume") return resume(draft, run, work);
  if (work.kind === "end") return endRun(draft, run, work.status ?? "ended");
  const visit = open(draft, run, work);
  if (work.kind !== "gate" || !("of" in work.with)) return;
  const isOpen = textsIn(work.with["of"]).every((member) => isPassed(draft, run, member));
  endVisit(draft, run, visit, isOpen ? "open" : "closed", null);
}

function open(draft: Draft, run: string, { name: step }: Work): Visit {
  const { visits } = draft.run(run);
  const visit = visits.length + 1;
  const attempt = visits.filter((earlier) => earlier.step === step).length + 1;
  draft.emit({ type: "step-entered", run, visit, step, attempt, covers: Object.fromEntries(draft.state.subject) });
  return draft.visit(run, visit);
}

/** Whether the standing visit of a step ended with its success, or was waived, on the subject as it is now. */
export function isPassed(draft: Pick<Draft, "run" | "layout" | "state">, run: string, step: string): boolean {
  const visit = standingVisit(draft.run(run), step);
  const work = draft.layout(run).works.get(step);
  if (visit === undefined || work === undefined || visit.state !== "ended") return false;
  const isCurrent = [...visit.covers].every(([facet, digest]) => draft.state.subject.get(facet) === digest);
  return isCurrent && (visit.waived || visit.outcome === outcomesOf(work)[0]);
}

function resume(draft: Draft, run: string, work: Work): void {
  const step = textOf(work, "step");
  draft.emit({ type: "path-resumed", run, step, status: work.status });
  goTo(draft, run, step);
}

/** Visits a step again, and leaves those beside it in a group as they are. */
export function tryAgain(draft: Draft, run: string, visit: Visit): void {
  close(draft, run, (each) => each === visit, "superseded");
  enterWork(draft, run, workOf(draft, run, visit));
}

/** Goes to a step or detour. On the same list, what stands there and behind is superseded; leaving it makes siblings moot. */
export function goTo(draft: Draft, run: string, target: string): void {
  const layout = draft.layout(run);
  const place = must(layout.place(target), `the place of ${target}`);
  const isBehind = (visit: Visit): boolean => {
    const at = layout.place(visit.step);
    return at?.track === place.track && at.index >= place.index && (isActive(visit) || visit.state === "ended");
  };
  close(draft, run, isBehind, "superseded");
  close(draft, run, isActive, "moot");
  if (place.track === target) draft.emit({ type: "detour-entered", run, detour: target });
  enter(draft, run, place);
}

export function close(
  draft: Draft,
  run: string,
  wanted: (visit: Visit) => boolean,
  as: "superseded" | "moot" | "reopened",
): void {
  const visits = draft
    .run(run)
    .visits.filter(wanted)
    .map(({ number }) => number);
  if (visits.length > 0) draft.emit({ type: "visits-closed", run, visits, as });
}

export function stop(draft: Draft, run: string, visit: Visit, why: string): void {
  draft.emit({ type: "run-stopped", run, visit: visit.number, why });
}

/** Ends a run. How the main run ends is how the release ends, unless a run beside it took the release back. */
export function endRun(draft: Draft, run: string, outcome: string): void {
  close(draft, run, isActive, "moot");
  const status = draft.run(run).status ?? outcome;
  draft.emit({ type: "run-ended", run, status });
  if (run !== MAIN) return endBeside(draft, status);
  draft.emit({ type: "release-ended", status: status === "completed" ? "released" : status });
}

/** A run beside the release that was completed has rolled it back; after any other end the main run goes on. */
function endBeside(draft: Draft, status: string): void {
  const main = draft.run(MAIN);
  if (status !== "completed") {
    if (main.state === "suspended") draft.emit({ type: "run-continued", run: MAIN });
    return;
  }
  close(draft, MAIN, isActive, "moot");
  if (main.state !== "ended") draft.emit({ type: "run-ended", run: MAIN, status: "rolled-back" });
  draft.emit({ type: "release-ended", status: "rolled-back" });
}

export function workOf(draft: Draft, run: string, { step }: Visit): Work {
  return must(draft.layout(run).works.get(step), `the step ${step}`);
}
