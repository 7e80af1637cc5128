import { err, ok, type Result } from "../../kernel/result.ts";
import { durationMs } from "../../kernel/duration.ts";
import { fillSlots } from "../gate/fill-slots.ts";
import { outcomesOf, type Work } from "../process/process.ts";
import { waitsForPerson } from "../process/step-kind.ts";
import type { Actor, Refusal, ReleaseCommand } from "./command.ts";
import { Draft, type Context } from "./draft.ts";
import { obstaclesOf } from "./obstacles.ts";
import type { ReleaseEvent } from "./release-event.ts";
import { isActive, MAIN, type ReleaseState, type Run, type Visit } from "./release-state.ts";
import { hasIrreversible, reopenStale } from "./subject.ts";
import { enter, endRun, endVisit, goOn, tryAgain, workOf } from "./walk.ts";
import { PATH } from "./layout.ts";
import { startBeside } from "./beside.ts";

type Decision = Result<readonly ReleaseEvent[], Refusal>;

/** What happens when a command meets a release: events, or the reason why not. Pure and total. */
export function decide(command: ReleaseCommand, state: ReleaseState | undefined, context: Context): Decision {
  const draft = new Draft(state, context);
  const refusal = attempt(draft, command, state);
  if (refusal !== undefined) return err(refusal);
  if (draft.state.status === "running") reopenStale(draft);
  return ok(draft.events);
}

type Outcome = Refusal | undefined;

function attempt(draft: Draft, command: ReleaseCommand, state: ReleaseState | undefined): Outcome {
  if (command.type === "start")
    return state === undefined
      ? start(draft, command)
      : refuse("started", `${state.release} was started`, "a release that is new");
  if (state === undefined) return refuse("not-started", "there is no such release", "one that was started");
  if (command.type === "change-subject") {
    const { facet, digest } = command;
    if (state.subject.get(facet) !== digest) draft.emit({ type: "subject-changed", facet, digest });
    return undefined;
  }
  if (state.status !== "running" && command.type !== "trigger" && !hasRunBeside(state))
    return refuse("ended", `the release ended as ${state.status}`, "a running release");
  switch (command.type) {
    case "perform":
      return perform(draft, command.run, command.visit);
    case "finish":
      return finish(draft, command);
    case "expire":
      return expire(draft, command.run, command.visit);
    case "trigger":
      return startBeside(draft, command.on);
    case "retry":
    case "waive":
      return answer(draft, command);
    case "cancel":
      return cancel(draft);
  }
}

function hasRunBeside({ runs }: ReleaseState): boolean {
  return [...runs.values()].some(({ id, state }) => id !== MAIN && state !== "ended");
}

function start(draft: Draft, command: Extract<ReleaseCommand, { type: "start" }>): Outcome {
  const { process } = draft.context;
  const type = process.types.get(command.releaseType);
  if (type === undefined || type.workflow === null)
    return refuse(
      "unknown-type",
      `${command.releaseType} has no workflow`,
      `one of ${[...process.types.keys()].join(", ")}`,
    );
  const workflow = process.workflows.get(type.workflow);
  if (workflow === undefined)
    return refuse("unknown-workflow", `there is no workflow ${type.workflow}`, "one that exists");
  if (command.variant !== null && !workflow.variants.has(command.variant))
    return refuse(
      "unknown-variant",
      `${workflow.name} has no variant ${command.variant}`,
      [...workflow.variants.keys()].join(", ") || "none",
    );
  const { type: _, ...facts } = command;
  draft.emit({ type: "release-started", ...facts });
  draft.emit({ type: "run-started", run: MAIN, workflow: workflow.name, trigger: null });
  enter(draft, MAIN, { track: PATH, index: 0 });
  return undefined;
}

/** Policy is asked right before every effect, not when the step was entered (rule 11). */
function perform(draft: Draft, runId: string, number: number): Outcome {
  const found = activeVisit(draft, runId, number);
  if ("code" in found) return found;
  const { visit, work } = found;
  if (waitsForPerson(work.kind)) return refuse("person", `${visit.step} waits for a person`, "a step the engine does");
  if (visit.state === "performing") return refuse("performing", `${visit.step} is being done`, "its outcome");
  const [obstacle] = obstaclesOf(draft, runId, work);
  if (obstacle !== undefined) return obstacle;
  const effect = `${draft.state.release}/${runId}/${number}`;
  draft.emit({ type: "effect-started", run: runId, visit: number, effect });
  return undefined;
}

function finish(
  draft: Draft,
  { run, visit: number, outcome, by }: Extract<ReleaseCommand, { type: "finish" }>,
): Outcome {
  const found = activeVisit(draft, run, number);
  if ("code" in found) return isReported(draft, run, number, outcome) ? undefined : found;
  const { visit, work } = found;
  const outcomes = outcomesOf(work);
  if (!outcomes.includes(outcome) || outcome === "expired")
    return refuse("outcome", `${visit.step} cannot end as ${outcome}`, `one of ${outcomes.join(", ")}`);
  if (!waitsForPerson(work.kind)) {
    if (visit.state !== "performing")
      return refuse("not-performing", `${visit.step} was not started`, "`perform` first");
    endVisit(draft, run, visit, visit.reported ?? outcome, null);
    return undefined;
  }
  if (by === null) return refuse("nobody", `${visit.step} waits for a person`, whoMay(work));
  if (!mayAct(work, by.role)) return refuse("role", `${by.who} acts as ${by.role}`, whoMay(work));
  if (work.signers.size > 0 && outcome === outcomes[0]) return sign(draft, run, visit, work, by);
  endVisit(draft, run, visit, outcome, by.who);
  return undefined;
}

/** An effect that was started tells its outcome, also to a run that was stopped or left that step meanwhile. */
function isReported(draft: Draft, run: string, number: number, outcome: string): boolean {
  const visit = draft.state.runs.get(run)?.visits.find((candidate) => candidate.number === number);
  if (visit === undefined || !visit.started || visit.outcome !== null || visit.reported !== null) return false;
  if (!outcomesOf(workOf(draft, run, visit)).includes(outcome)) return false;
  draft.emit({ type: "effect-reported", run, visit: number, outcome });
  return true;
}

/** One person fills one slot; the step succeeds when every slot is filled. */
function sign(draft: Draft, run: string, visit: Visit, work: Work, { who, role }: Actor): Outcome {
  if (visit.signatures.some((signature) => signature.who === who && signature.role === role))
    return refuse("signed", `${who} signed ${visit.step} as ${role}`, "somebody else, or another role");
  draft.emit({ type: "signed", run, visit: visit.number, who, role });
  const { signatures } = draft.visit(run, visit.number);
  const people = [...new Set(signatures.map((signature) => signature.who))];
  const roles = people.map(
    (person) => new Set(signatures.filter((each) => each.who === person).map((each) => each.role)),
  );
  if (fillSlots(work.signers, roles).missing.size === 0) endVisit(draft, run, visit, outcomesOf(work)[0]!, who);
  return undefined;
}

function expire(draft: Draft, run: string, number: number): Outcome {
  const found = activeVisit(draft, run, number);
  if ("code" in found) return found;
  const { visit, work } = found;
  const limit = work.expires === null ? undefined : durationMs(work.expires);
  if (limit === undefined || draft.context.now < visit.enteredAt + limit)
    return refuse("not-expired", `${visit.step} has time left`, "a step whose time is over");
  endVisit(draft, run, visit, "expired", null);
  return undefined;
}

function answer(draft: Draft, command: Extract<ReleaseCommand, { type: "retry" | "waive" }>): Outcome {
  const run = draft.state.runs.get(command.run);
  if (run?.state !== "stopped" || run.stoppedAt === null)
    return refuse("not-stopped", `the run ${command.run} is not asking`, "a run that stopped");
  if (run.stoppedAt.visit === null)
    return refuse("final", run.stoppedAt.why, "the end of this release, and a new one under another version");
  const visit = draft.visit(run.id, run.stoppedAt.visit);
  if (command.type === "retry") {
    tryAgain(draft, run.id, visit);
    return undefined;
  }
  if (command.reason.trim() === "")
    return refuse("reason", "a waiver without a reason", "why the step may be passed over");
  draft.emit({ type: "step-waived", run: run.id, visit: visit.number, by: command.by.who, reason: command.reason });
  goOn(draft, run.id, visit);
  return undefined;
}

function cancel(draft: Draft): Outcome {
  const busy = [...draft.state.runs.values()].flatMap((run) =>
    run.visits.filter(({ state }) => state === "performing"),
  );
  if (busy[0] !== undefined) return refuse("performing", `${busy[0].step} is being done`, "its outcome first");
  const status = hasIrreversible(draft, draft.run(MAIN)) ? "rejected" : "cancelled";
  for (const { id, state } of [...draft.state.runs.values()].toReversed())
    if (state !== "ended") endRun(draft, id, status);
  return undefined;
}

function activeVisit(draft: Draft, runId: string, number: number): { visit: Visit; work: Work } | Refusal {
  const run: Run | undefined = draft.state.runs.get(runId);
  const visit = run?.visits.find((candidate) => candidate.number === number);
  if (run === undefined || visit === undefined)
    return refusal("unknown-visit", `${runId}/${number} was never entered`, "a step that is active");
  if (run.state !== "running") return refusal("run-waits", `the run ${runId} is ${run.state}`, "a run that goes on");
  if (!isActive(visit)) return refusal("not-active", `${visit.step} is ${visit.state}`, "a step that is active");
  return { visit, work: workOf(draft, runId, visit) };
}

function mayAct({ roles, signers }: Work, role: string): boolean {
  return signers.size > 0 ? signers.has(role) : roles.length === 0 || roles.includes(role);
}

function whoMay({ roles, signers }: Work): string {
  if (signers.size > 0) return [...signers].map(([role, count]) => `${count} ${role}`).join(" and ");
  return roles.length === 0 ? "anybody" : roles.join(" or ");
}

function refuse(code: string, found: string, expected: string): Outcome {
  return refusal(code, found, expected);
}

function refusal(code: string, found: string, expected: string): Refusal {
  return { code, found, expected };
}
