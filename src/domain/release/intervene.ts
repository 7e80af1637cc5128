import { isoMoment } from "../../kernel/iso-moment.ts";
import { refuse, type Outcome } from "./active-visit.ts";
import { managerFault } from "./authority.ts";
import type { Actor, Refusal, ReleaseCommand } from "./command.ts";
import type { Draft } from "./draft.ts";
import { endEffect } from "./effect.ts";
import { openExits, outputsOf, type OpenExit } from "./exit-conditions.ts";
import { successCriteria } from "./success-criteria.ts";
import { letGo } from "./lease-work.ts";
import { isUnsettled, MAIN, type Run, type Visit } from "./release-state.ts";
import { hasIrreversible } from "./subject.ts";
import { endRun, goOn, tryAgain, workOf } from "./walk.ts";

type Command<Type> = Extract<ReleaseCommand, { type: Type }>;

/** Does the step again at which a run stopped; what its effect told meanwhile is taken instead of a second run. */
export function retry(draft: Draft, command: Command<"retry">): Outcome {
  const stranger = managerFault(draft, command.by);
  if (stranger !== undefined) return stranger;
  const at = stoppedVisit(draft, command.run);
  if ("code" in at) return at;
  const { run, visit } = at;
  if (visit.reported === null || visit.outcome !== null) {
    letGo(draft, workOf(draft, run.id, visit), visit);
    tryAgain(draft, run.id, visit);
  } else {
    draft.emit({ type: "run-continued", run: run.id });
    endEffect(draft, run.id, visit, visit.reported);
  }
  return undefined;
}

/** Passes over the step at which a run stopped; the reason stays with it. */
export function waive(draft: Draft, { run: id, by, reason, until }: Command<"waive">): Outcome {
  const at = stoppedVisit(draft, id);
  if ("code" in at) return at;
  const { run, visit } = at;
  const forbidden = waiverFault(draft, by, reason, until);
  if (forbidden !== undefined) return forbidden;
  const who = { by: by.who, role: by.role };
  letGo(draft, workOf(draft, run.id, visit), visit);
  draft.emit({ type: "step-waived", run: run.id, visit: visit.number, ...who, reason, until });
  goOn(draft, run.id, visit);
  return undefined;
}

/** A waiver has an authority, a reason that is not the date, and an end (G-16). */
function waiverFault(draft: Draft, by: Actor, reason: string, until: number | null): Outcome {
  const forbidden = waiverAuthority(draft, by, reason);
  const { waivers } = draft.context.process;
  if (forbidden !== undefined || waivers === null || draft.world.access === null) return forbidden;
  const latest = draft.context.now + waivers.longestMs;
  if (until !== null && until > draft.context.now && until <= latest) return undefined;
  return refuse("until", "a waiver without an end that policy allows", `an end until ${isoMoment(latest)}`);
}

function waiverAuthority(draft: Draft, by: Actor, reason: string): Outcome {
  const { waivers } = draft.context.process;
  if (waivers === null) return refuse("waivers", "this process waives nothing", "what is asked for, or the end");
  const stranger = managerFault(draft, by, waivers.roles);
  if (stranger !== undefined) return stranger;
  if (reason.trim() === "") return refuse("reason", "a waiver without a reason", "why the step may be passed over");
  if (/\b(schedule|deadline|due date|time pressure|no time)\b/i.test(reason))
    return refuse("schedule", `"${reason}" is about the date`, "a reason other than the schedule");
  return undefined;
}

/** Ends a release before its end. A number that was tagged is used, so the release counts as rejected then. */
export function cancel(draft: Draft, { by, reason }: Command<"cancel">): Outcome {
  if (reason.trim() === "") return refuse("reason", "a release is ended without a reason", "why it is ended");
  const stranger = managerFault(draft, by);
  if (stranger !== undefined) return stranger;
  const runs = [...draft.state.runs.values()];
  const isAsked = ({ stoppedAt }: Run, { number }: Visit): boolean => stoppedAt?.visit === number;
  const busy = runs.flatMap((run) =>
    run.visits.filter((visit) => visit.state === "performing" && isUnsettled(visit) && !isAsked(run, visit)),
  );
  if (busy[0] !== undefined) return refuse("performing", `${busy[0].step} is being done`, "its outcome first");
  const status = hasIrreversible(draft, draft.run(MAIN)) ? "rejected" : "cancelled";
  for (const run of runs)
    for (const visit of run.visits) if (isAsked(run, visit)) letGo(draft, workOf(draft, run.id, visit), visit);
  draft.emit({ type: "release-cancelled", by: by.who, reason });
  for (const { id, state } of [...draft.state.runs.values()].toReversed())
    if (state !== "ended") endRun(draft, id, status);
  return undefined;
}

/** Nobody may pass these over. */
const HARD: readonly OpenExit["condition"][] = ["ended", "runs", "debts"];

/** The end of the main run is not the end of the work: everything the process asks for has to hold (G-21, rule 8). */
export function close(draft: Draft, { by, waive: waived, reason }: Command<"close">): Outcome {
  const { state } = draft;
  const stranger = managerFault(draft, by);
  if (stranger !== undefined) return stranger;
  if (state.isClosed) return refuse("closed", `${state.release} is closed`, "a release that is open");
  const open = openExits(draft);
  const kept = open.filter(({ condition }) => !waived.includes(condition) || HARD.includes(condition));
  if (kept.length > 0) {
    const found = kept.map(({ condition, says }) => `${condition}: ${says}`).join("; ");
    return refuse("exit-conditions", found, "none of them open");
  }
  const forbidden = open.length === 0 ? undefined : waiverAuthority(draft, by, reason);
  if (forbidden !== undefined) return forbidden;
  const passedOver = open.map(({ condition, says }) => ({ condition, says, reason }));
  const record = { waived: passedOver, outputs: outputsOf(draft), criteria: successCriteria(draft) };
  draft.emit({ type: "release-closed", by: by.who, ...record });
  return undefined;
}

function stoppedVisit(draft: Draft, id: string): { readonly run: Run; readonly visit: Visit } | Refusal {
  const run = draft.state.runs.get(id);
  if (run?.state !== "stopped" || run.stoppedAt === null)
    return refuse("not-stopped", `the run ${id} is not asking`, "a run that stopped");
  if (run.stoppedAt.visit === null)
    return refuse("final", run.stoppedAt.why, "the end of this release, and a new one under another version");
  return { run, visit: draft.visit(run.id, run.stoppedAt.visit) };
}
