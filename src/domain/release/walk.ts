import { must } from "../../kernel/assert.ts";
import { freeNumber } from "../product/numbers.ts";
import { isGroup, outcomesOf, textOf, textsIn, type Work } from "../process/process.ts";
import type { Draft } from "./draft.ts";
import type { Actor } from "./command.ts";
import { membersFor } from "./environment-work.ts";
import { leaveQueues, settle } from "./lease-work.ts";
import { coversOf } from "./covers.ts";
import { PATH, type Place } from "./layout.ts";
import { isJudged, scopeRefusals } from "./scope-gate.ts";
import type { Facts } from "./release-event.ts";
import { DEBT, isActive, MAIN, standingVisit, type Visit } from "./release-state.ts";

/** How a visit ended: who or what said so, and what it told. */
export interface Ending {
  readonly outcome: string;
  readonly by?: Actor | null;
  readonly says?: string | null;
  readonly facts?: Facts;
}

/** Ends a visit and goes where its outcome leads: on, back, into a detour, or nowhere, and then a person is asked. */
export function endVisit(draft: Draft, run: string, visit: Visit, ending: Ending): void {
  const { outcome, by = null, says = null, facts = {} } = ending;
  const who = { by: by?.who ?? null, role: by?.role ?? null };
  draft.emit({ type: "step-ended", run, visit: visit.number, outcome, ...who, says, facts });
  const work = workOf(draft, run, visit);
  if (outcome === outcomesOf(work)[0]) return goOn(draft, run, visit);
  const target = work.else.get(outcome);
  if (target === "next") return goOn(draft, run, visit);
  const isSpent = work.attempts !== null && visit.attempt >= work.attempts && target === visit.step;
  if (target === undefined || isSpent || draft.layout(run).place(target) === undefined)
    return stop(draft, run, visit, outcome);
  goTo(draft, run, target);
}

/** What follows a step that is done with: the rest of its group, or the next place. */
export function goOn(draft: Draft, run: string, visit: Visit): void {
  const next = visit.members[visit.members.indexOf(visit.member ?? "") + 1];
  if (visit.member !== null && next !== undefined && draft.run(run).state === "running") {
    open(draft, run, workOf(draft, run, visit), { member: next, members: visit.members });
    return;
  }
  const layout = draft.layout(run);
  const place = must(layout.place(visit.step), `the place of ${visit.step}`);
  const step = must(layout.step(place), visit.step);
  const isDone = (name: string): boolean => {
    const last = standingVisit(draft.run(run), name);
    return last?.state === "ended" && (last.member === null || last.member === last.members.at(-1));
  };
  if (isGroup(step) && !step.together.every(({ name }) => isDone(name))) return;
  if (draft.run(run).state === "running") enter(draft, run, { ...place, index: place.index + 1 });
}

/** Enters a place, and every place after it that needs nobody: skipped steps, gates that judge, jumps, the end. */
export function enter(draft: Draft, run: string, place: Place): void {
  const step = draft.layout(run).step(place);
  if (step === undefined) return endRun(draft, run, place.track === PATH ? "completed" : "ended");
  if (step.when !== null && !draft.holds(step.when)) {
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
  if (work.when === null || draft.holds(work.when)) return enterWork(draft, run, work);
  const visit = open(draft, run, work);
  const nobody = { by: null, role: null, says: null, facts: {} };
  draft.emit({ type: "step-ended", run, visit: visit.number, outcome: "skipped", ...nobody });
}

function enterWork(draft: Draft, run: string, work: Work): void {
  if (work.kind === "resume") return resume(draft, run, work);
  if (work.kind === "end") return endRun(draft, run, work.status ?? "ended");
  const members = membersFor(draft, work);
  const visit = open(draft, run, work, { member: members[0] ?? null, members });
  if (isJudged(draft, work)) return judgeScope(draft, run, visit, work);
  if (work.kind !== "gate" || !("of" in work.with)) return;
  const isOpen = textsIn(work.with["of"]).every((member) => isPassed(draft, run, member));
  endVisit(draft, run, visit, { outcome: isOpen ? "open" : "closed" });
}

/** A gate over the scope opens at once, leaves the path where the process says so, and waits otherwise. */
function judgeScope(draft: Draft, run: string, visit: Visit, work: Work): void {
  const refusals = scopeRefusals(draft, work);
  if (refusals.length === 0) endVisit(draft, run, visit, { outcome: "open" });
  else if (work.else.has("closed"))
    endVisit(draft, run, visit, { outcome: "closed", says: refusals.map(({ found }) => found).join("; ") });
}

/** What a step is done for now, of everything it is repeated for. */
type Turn = Pick<Visit, "member" | "members">;
const ONCE: Turn = { member: null, members: [] };

function open(draft: Draft, run: string, work: Work, turn: Turn = ONCE): Visit {
  const { visits } = draft.run(run);
  const visit = visits.length + 1;
  const step = work.name;
  const attempt = visits.filter((earlier) => earlier.step === step && earlier.member === turn.member).length + 1;
  const covers = coversOf(work, draft.state);
  draft.emit({ type: "step-entered", run, visit, step, attempt, ...turn, covers });
  return draft.visit(run, visit);
}

/** Whether the standing visit of a step ended with its success, or was waived, on the subject as it is now. */
export function isPassed(
  draft: Pick<Draft, "run" | "layout" | "state" | "context">,
  run: string,
  step: string,
): boolean {
  const visit = standingVisit(draft.run(run), step);
  const work = draft.layout(run).works.get(step);
  if (visit === undefined || work === undefined || visit.state !== "ended") return false;
  if (visit.member !== visit.members.at(-1) && visit.member !== null) return false;
  const isCurrent = [...visit.covers].every(([facet, digest]) => draft.state.subject.get(facet) === digest);
  const isWaived = visit.waived && (visit.waivedUntil === null || draft.context.now < visit.waivedUntil);
  return isCurrent && (isWaived || visit.outcome === outcomesOf(work)[0]);
}

function resume(draft: Draft, run: string, work: Work): void {
  const step = textOf(work, "step");
  draft.emit({ type: "path-resumed", run, step, status: work.status });
  goTo(draft, run, step);
}

/** Visits a step again, and leaves those beside it in a group as they are. */
export function tryAgain(draft: Draft, run: string, visit: Visit): void {
  close(draft, run, (each) => each === visit, "superseded");
  const { member, members } = visit;
  if (member === null) enterWork(draft, run, workOf(draft, run, visit));
  else open(draft, run, workOf(draft, run, visit), { member, members });
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
  if (run !== MAIN) return endBeside(draft, run, status);
  leaveQueues(draft, "its release ended");
  const freed = freeNumber(draft.world.product, draft.state.release, `its release ended as ${status}`);
  if (freed.ok && status !== "completed") for (const event of freed.value) draft.tell({ stream: "product", event });
  draft.emit({ type: "release-ended", status: status === "completed" ? "released" : status });
}

/** A run beside the release that was completed has rolled it back; after any other end the main run goes on. */
function endBeside(draft: Draft, id: string, status: string): void {
  if (draft.run(id).trigger === DEBT) return status === "completed" ? settle(draft) : undefined;
  const main = draft.run(MAIN);
  if (status !== "completed") {
    if (main.state === "suspended") draft.emit({ type: "run-continued", run: MAIN });
    return;
  }
  close(draft, MAIN, isActive, "moot");
  leaveQueues(draft, "its release was rolled back");
  if (main.state !== "ended") draft.emit({ type: "run-ended", run: MAIN, status: "rolled-back" });
  draft.emit({ type: "release-ended", status: "rolled-back" });
}

export function workOf(draft: Draft, run: string, { step }: Visit): Work {
  return must(draft.layout(run).works.get(step), `the step ${step}`);
}
