import { durationMs } from "../../kernel/duration.ts";
import { outcomesOf, type Work } from "../process/process.ts";
import { waitsForPerson } from "../process/step-kind.ts";
import { checkEnding, checkFilling } from "../template/fill-in.ts";
import { templateOf } from "../process/template-of.ts";
import { activeVisit, refuse, slip, type ActiveVisit, type Outcome } from "./active-visit.ts";
import { authorityOf, isSigned, rolesAsked } from "./authority.ts";
import type { Actor, ReleaseCommand } from "./command.ts";
import type { Draft } from "./draft.ts";
import type { Visit } from "./release-state.ts";
import { endVisit } from "./walk.ts";

type Command<Type> = Extract<ReleaseCommand, { type: Type }>;

/** What a person says about a step that waits for one: it ends, or one more of its signers has signed. */
export function finishByPerson(draft: Draft, command: Command<"finish">, person: Actor): Outcome {
  const { run, visit: number, outcome } = command;
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return found;
  const { visit, work } = found;
  const outcomes = outcomesOf(work);
  if (!outcomes.includes(outcome) || outcome === "expired")
    return slip("outcome", `${visit.step} cannot end as ${outcome}`, `one of ${outcomes.join(", ")}`);
  if (!waitsForPerson(work.kind)) return refuse("machine", `${visit.step} is done by the engine`, "no person");
  const authority = authorityOf(draft, run, work, person);
  if (!authority.ok) return authority.error;
  const by = authority.value;
  const open = unanswered(draft, found, command);
  if (open !== undefined) return open;
  const isSuccess = outcome === outcomes[0];
  const still = isSuccess ? unmoved(draft, found) : undefined;
  if (still !== undefined) return still;
  const isStanding = work.with["rejection"] === "standing";
  if (work.signers.size > 0 && isSuccess) return sign(draft, command, { visit, work, by });
  if (isStanding && !isSuccess) return object(draft, command, { visit, work, by });
  const objection = visit.signatures.find(({ act }) => act === "reject");
  if (isSuccess && objection !== undefined)
    return refuse("objection", `${objection.who} objects`, "the objection withdrawn, or the step rejected");
  const { says, comment, facts = {} } = command;
  const reason = isSuccess || comment === undefined ? {} : { reason: comment }; // for those who are told
  endVisit(draft, run, visit, { outcome, by, says: says ?? comment ?? null, facts: { ...facts, ...reason } });
  return undefined;
}

/** Why a step cannot end like this with what was answered so far. A rehearsal answers nothing. */
function unanswered(draft: Draft, { visit, work }: ActiveVisit, { outcome, comment }: Command<"finish">): Outcome {
  const template = templateOf(work, draft.context.process);
  if (template === undefined || draft.world.access === null) return undefined;
  const isRecord = work.kind === "form" || work.kind === "decision";
  const ending = { outcome, success: outcomesOf(work)[0] ?? "", isRecord, reason: comment ?? null };
  return checkEnding(template, visit.answers, (condition) => draft.holds(condition), ending);
}

/** A task that lasts until the branch moved is not done while it stands where it stood; once merged, it moves no more. */
function unmoved({ state: { facts } }: Draft, { visit, work }: ActiveVisit): Outcome {
  const commit = facts.get("commit");
  const isOpen = (facts.get("merged") ?? null) === null && !facts.has("tag");
  if (work.with["until"] !== "branch-moved" || !isOpen || commit === undefined || commit !== visit.commit)
    return undefined;
  const named = [facts.get("branch"), facts.get("line")].find((name) => typeof name === "string");
  return refuse("branch-unmoved", `${named ?? "the branch"} has no commit since ${visit.step} began`, "a commit on it");
}

interface Signing {
  readonly visit: Visit;
  readonly work: Work;
  readonly by: Actor;
}

/** One person fills one slot; the step succeeds when every slot is filled and no objection stands. */
function sign(draft: Draft, { run, comment: said }: Command<"finish">, { visit, work, by }: Signing): Outcome {
  const { who, role, principal = null } = by;
  if (visit.signatures.some((each) => each.who === who && each.role === role && each.act === "approve"))
    return refuse("signed", `${who} signed ${visit.step} as ${role}`, "somebody else, or another role");
  draft.emit({ type: "signed", run, visit: visit.number, who, role, principal, comment: said ?? null });
  endWhenSigned(draft, run, draft.visit(run, visit.number), { work, by });
  return undefined;
}

function endWhenSigned(draft: Draft, run: string, visit: Visit, { work, by }: Omit<Signing, "visit">): void {
  const { signatures } = visit;
  if (signatures.some(({ act }) => act === "reject")) return;
  const outcome = outcomesOf(work)[0] ?? "";
  const isOpen = unanswered(draft, { visit, work }, { type: "finish", run, visit: visit.number, outcome, by });
  if (isOpen === undefined && isSigned(draft, visit, work))
    endVisit(draft, run, visit, { outcome: outcomesOf(work)[0]!, by });
}

/** A refusal that may be taken back: the step stays open, and does not succeed before. */
function object(draft: Draft, { run, comment: said }: Command<"finish">, { visit, by }: Signing): Outcome {
  const { who, role, principal = null } = by;
  draft.emit({ type: "objected", run, visit: visit.number, who, role, principal, comment: said ?? null });
  return undefined;
}

/** Takes back what somebody signed or objected, as long as the step is open. */
export function withdraw(draft: Draft, { run, visit: number, by, reason }: Command<"withdraw">): Outcome {
  if (reason.trim() === "") return refuse("reason", "something is taken back without a reason", "why");
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return found;
  const { who, role, principal = null } = by;
  if (!found.visit.signatures.some((each) => each.who === who && each.role === role))
    return refuse("not-signed", `${who} said nothing at ${found.visit.step} as ${role}`, "the one who said it");
  draft.emit({ type: "withdrew", run, visit: number, who, role, principal, comment: reason });
  if (found.work.signers.size > 0) endWhenSigned(draft, run, draft.visit(run, number), { work: found.work, by });
  return undefined;
}

/** An answer to one point of a checklist or form. */
export function answerItem(draft: Draft, command: Command<"answer">): Outcome {
  const { run, visit: number, item, value, by, evidence, note } = command;
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return found;
  const authority = by === null ? undefined : authorityOf(draft, run, found.work, by);
  if (authority?.ok === false) return authority.error;
  const template = templateOf(found.work, draft.context.process);
  if (template === undefined)
    return refuse("no-template", `${found.visit.step} asks nothing`, "a step with a template");
  const wrong = checkFilling(template, found.visit.answers, { item, value, role: by?.role ?? null, note });
  if (wrong !== undefined) return wrong;
  const who = { who: by?.who ?? null, role: by?.role ?? null };
  draft.emit({ type: "item-answered", run, visit: number, item, value, ...who, evidence, note });
  return undefined;
}

export function expire(draft: Draft, { run, visit: number }: Command<"expire">): Outcome {
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return found;
  const { visit, work } = found;
  const limit = work.expires === null ? undefined : durationMs(work.expires);
  if (limit === undefined || draft.context.now < visit.enteredAt + limit)
    return refuse("not-expired", `${visit.step} has time left`, "a step whose time is over");
  endVisit(draft, run, visit, { outcome: "expired" });
  return undefined;
}

export function remind(draft: Draft, { run, visit: number }: Command<"remind">): Outcome {
  const found = activeVisit(draft, { run, visit: number });
  if ("code" in found) return found;
  draft.emit({ type: "reminded", run, visit: number, whom: [...rolesAsked(found.work)] });
  return undefined;
}
