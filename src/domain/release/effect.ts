import { burnNumber } from "../product/numbers.ts";
import { outcomesOf, type Work } from "../process/process.ts";
import { waitsForPerson } from "../process/step-kind.ts";
import { activeVisit, refuse, type Outcome } from "./active-visit.ts";
import type { ReleaseCommand } from "./command.ts";
import type { Draft } from "./draft.ts";
import { startBeside } from "./beside.ts";
import { bringsBack, changedEnvironment } from "./environment-work.ts";
import { oweLeftOut } from "./debt.ts";
import { codesOf } from "./evolve.ts";
import { giveBack, lease, queue } from "./lease-work.ts";
import { obstaclesOf, passedNow, wakeAtOf } from "./obstacles.ts";
import { isJudged } from "./scope-gate.ts";
import { isLeft, isUnsettled, MAIN, UNKNOWN, type Report, type Visit } from "./release-state.ts";
import { endVisit, stop, workOf } from "./walk.ts";

type Command<Type> = Extract<ReleaseCommand, { type: Type }>;

/** Policy is asked right before every effect, not when the step was entered (rule 11). A no is recorded with its reasons. */
export function perform(draft: Draft, { run, visit: number, observed = {} }: Command<"perform">): Outcome {
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return found;
  const { visit, work } = found;
  if (waitsForPerson(work.kind)) return refuse("person", `${visit.step} waits for a person`, "a step the engine does");
  if (visit.state === "performing") return refuse("performing", `${visit.step} is being done`, "its outcome");
  const obstacles = obstaclesOf(draft, run, { visit, work }, observed);
  if (obstacles.length === 0 && isJudged(draft, work)) {
    endVisit(draft, run, visit, { outcome: "open" });
    return undefined;
  }
  if (obstacles.length === 0) {
    const effect = `${draft.state.release}/${run}/${number}`;
    draft.emit({ type: "effect-started", run, visit: number, effect, epoch: lease(draft, run, work, effect) });
    const facts = passedNow(draft, run, work);
    if (Object.keys(facts).length > 0) draft.emit({ type: "facts-observed", facts });
    return undefined;
  }
  if (obstacles.some(({ code }) => code === "lease-held" || code === "queued")) queue(draft, work);
  if (visit.refused?.codes !== codesOf(obstacles)) {
    const reasons = obstacles.map(({ code, found: what, expected }) => ({ code, found: what, expected }));
    draft.emit({ type: "effect-refused", run, visit: number, reasons, wakeAt: wakeAtOf(obstacles) });
  }
  return undefined;
}

/** What came of an effect: it ends its step, or is kept where its run was stopped or left that step meanwhile. */
export function finishEffect(draft: Draft, command: Command<"finish">): Outcome {
  const { run, visit: number, outcome, says = null, facts = {} } = command;
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return isReported(draft, command) ? undefined : found;
  const { visit, work } = found;
  const outcomes = outcomesOf(work);
  if (!outcomes.includes(outcome) || outcome === "expired")
    return refuse("outcome", `${visit.step} cannot end as ${outcome}`, `one of ${outcomes.join(", ")}`);
  if (waitsForPerson(work.kind)) return refuse("nobody", `${visit.step} waits for a person`, "somebody who acts");
  if (visit.state !== "performing") return refuse("not-performing", `${visit.step} was not started`, "`perform` first");
  if (visit.reported === null) recordOutcome(draft, visit, command);
  endEffect(draft, run, visit, visit.reported ?? { outcome, says, facts });
  return undefined;
}

/** Ends the step of an effect as it told. */
export function endEffect(draft: Draft, run: string, visit: Visit, report: Report): void {
  endVisit(draft, run, visit, report);
  takeBack(draft, run, workOf(draft, run, visit), report.outcome);
}

/** What an effect changed: recorded once, when it first tells its outcome, whether or not its run waits for it. */
function recordOutcome(draft: Draft, visit: Visit, command: Command<"finish">): void {
  const { run, outcome } = command;
  const work = workOf(draft, run, visit);
  changeSubject(draft, command);
  giveBack(draft, run, visit, work, outcome);
  useNumber(draft, work, outcome);
  oweLeftOut(draft, run, work, outcome);
}

/** What went wrong in production, and the process says no other way for, starts the workflow that listens to it. */
function takeBack(draft: Draft, run: string, work: Work, outcome: string): void {
  if (run !== MAIN || outcome === outcomesOf(work)[0] || work.else.has(outcome) || bringsBack(work)) return;
  const isArrival = work.kind === "deploy" && changedEnvironment(draft, work)?.tier === "production";
  if (isArrival) startBeside(draft, "deployment.failed");
  if (work.kind === "watch") startBeside(draft, "criterion.breached");
}

/** A number that stands in a tag is used for ever. */
function useNumber(draft: Draft, work: Work, outcome: string): void {
  if (work.kind !== "tag" || outcome !== outcomesOf(work)[0]) return;
  const burned = burnNumber(draft.world.product, draft.state.release);
  if (burned.ok) for (const event of burned.value) draft.tell({ stream: "product", event });
}

function changeSubject(draft: Draft, { run, visit, subject = {} }: Command<"finish">): void {
  for (const [facet, digest] of Object.entries(subject))
    if (draft.state.subject.get(facet) !== digest) draft.emit({ type: "subject-changed", facet, digest, run, visit });
}

/** An effect that was started tells its outcome, also to a run that was stopped or left that step meanwhile. */
function isReported(draft: Draft, command: Command<"finish">): boolean {
  const { run, visit: number, outcome, says = null, facts = {} } = command;
  const visit = draft.state.runs.get(run)?.visits.find((candidate) => candidate.number === number);
  if (visit === undefined || (!isUnsettled(visit) && visit.reported?.outcome !== UNKNOWN)) return false;
  if (!outcomesOf(workOf(draft, run, visit)).includes(outcome)) return false;
  draft.emit({ type: "effect-reported", run, visit: number, outcome, says, facts });
  recordOutcome(draft, visit, command);
  return true;
}

/** Where neither repeating nor asking the world helps, a person says what follows. */
export function ask(draft: Draft, { run, visit: number, why }: Command<"ask">): Outcome {
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return giveUp(draft, { run, visit: number }, why) ? undefined : found;
  stop(draft, run, found.visit, why);
  return undefined;
}

/** Where its run has left the step, that nobody knows is all there is to record; a suspended run is asked when it goes on. */
function giveUp(
  draft: Draft,
  { run: id, visit: number }: { readonly run: string; readonly visit: number },
  says: string,
) {
  const run = draft.state.runs.get(id);
  const visit = run?.visits.find((candidate) => candidate.number === number);
  if (run === undefined || visit === undefined || !isUnsettled(visit)) return false;
  if (!isLeft(run, visit)) {
    if (run.state !== "suspended" || run.stoppedAt !== null) return false;
    stop(draft, id, visit, says);
    return true;
  }
  draft.emit({ type: "effect-reported", run: id, visit: number, outcome: UNKNOWN, says, facts: {} });
  giveBack(draft, id, visit, workOf(draft, id, visit), UNKNOWN);
  return true;
}
