import { mayActAs } from "../access/may-act-as.ts";
import { excludedFor } from "../access/separation.ts";
import { weighSignatures } from "../access/weigh-signatures.ts";
import { fillSlots } from "../gate/fill-slots.ts";
import { textsIn, type Work } from "../process/process.ts";
import type { StepKind } from "../process/step-kind.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { refuse } from "./active-visit.ts";
import type { Actor, Refusal } from "./command.ts";
import type { Draft } from "./draft.ts";
import { standingVisit, type Visit } from "./release-state.ts";

/** Kinds by which somebody says yes to the work of others. */
const APPROVING: ReadonlySet<StepKind> = new Set(["approval", "review", "uat"]);

/** The role of somebody where no role is asked for. */
export const ANYBODY = "anybody";

/** Roles that a step waits for. */
export function rolesAsked({ roles, signers }: Work): readonly string[] {
  return signers.size > 0 ? [...signers.keys()] : roles;
}

/** Whether a person may act on a step at this moment: the role asked for, held, and no duty that excludes it. */
export function authorityOf(draft: Draft, run: string, work: Work, by: Actor): Result<Actor, Refusal> {
  const asked = rolesAsked(work);
  if (asked.length > 0 && !asked.includes(by.role))
    return err(refuse("role", `${by.who} acts as ${by.role}`, whoMay(work)));
  const { access } = draft.world;
  if (access === null || (asked.length === 0 && by.role === ANYBODY)) return ok(by);
  const right = mayActAs(access, by.who, by.role, draft.context.now);
  if (!right.ok) return right;
  const actor = right.value.as === "self" ? by : { ...by, principal: right.value.principal };
  const conflict = APPROVING.has(work.kind) ? conflictOf(draft, run, work, actor) : undefined;
  return conflict === undefined ? ok(actor) : err(conflict);
}

function conflictOf(draft: Draft, run: string, work: Work, { who, principal = who }: Actor): Refusal | undefined {
  const excluded = excludedFrom(draft);
  const own = [who, principal].find((person) => excluded.has(person));
  if (own !== undefined)
    return refuse("separation", `${own} made or asked for what ${work.name} approves`, "somebody who did not");
  const { onePersonOneSlot } = draft.context.process.separation;
  if (!onePersonOneSlot || work.kind !== "approval") return undefined;
  const other = [...draft.layout(run).works.values()].find(
    (each) => each.kind === "approval" && each.name !== work.name && hasSpoken(draft, run, each.name, [who, principal]),
  );
  if (other === undefined) return undefined;
  return refuse("one-slot", `${who} approved at ${other.name}`, "one person for each step of the chain");
}

function hasSpoken(draft: Draft, run: string, step: string, people: readonly string[]): boolean {
  const visit = standingVisit(draft.run(run), step);
  const spoke = [visit?.by ?? "", ...(visit?.signatures.map(({ who }) => who) ?? [])];
  return spoke.some((who) => people.includes(who));
}

/** Those who made what is released, and who asked for it. */
function excludedFrom(draft: Draft): ReadonlySet<string> {
  const { facts, by: requester } = draft.state;
  return excludedFor(draft.context.process.separation, {
    authors: textsIn(facts.get("authors")),
    requester,
  });
}

const MANAGERS: readonly string[] = ["release-manager", "admin"];

/** Why somebody may not say what follows for a release as a whole; absent when they may (H-02). */
export function managerFault(
  draft: Draft,
  { who, role }: Actor,
  roles: readonly string[] = MANAGERS,
): Refusal | undefined {
  const { access } = draft.world;
  if (access === null) return undefined;
  if (!roles.includes(role)) return refuse("role", `${who} acts as ${role}`, roles.join(" or "));
  const right = mayActAs(access, who, role, draft.context.now);
  return right.ok ? undefined : right.error;
}

/** Whether every slot of a step is filled by people who count at this moment. */
export function isSigned(draft: Draft, { signatures }: Visit, { signers }: Work): boolean {
  const yes = signatures.filter(({ act }) => act === "approve");
  const { access } = draft.world;
  if (access === null) {
    const people = [...new Set(yes.map(({ who }) => who))];
    const roles = people.map((person) => new Set(yes.filter(({ who }) => who === person).map(({ role }) => role)));
    return fillSlots(signers, roles).missing.size === 0;
  }
  const question = {
    signers,
    signatures: yes.map(({ who, role, at, principal }) => ({ who, role, at, principal, digest: "" })),
    digest: "", // a visit stands for one subject: it is closed when what it covers changes
    access,
    excluded: excludedFrom(draft),
    separation: draft.context.process.separation,
    now: draft.context.now,
    ttlMs: null,
  };
  return weighSignatures(question).missing.size === 0;
}

/** Whether those who said yes at a step still may: a role that was lost since takes its yes along. */
export function yesStands(draft: Draft, visit: Visit, work: Work): boolean {
  const { access } = draft.world;
  if (access === null || visit.waived || !APPROVING.has(work.kind)) return true;
  if (work.signers.size > 0) return isSigned(draft, visit, work);
  if (visit.by === null || visit.role === null || work.roles.length === 0) return true;
  return mayActAs(access, visit.by, visit.role, draft.context.now).ok;
}

function whoMay({ roles, signers }: Work): string {
  if (signers.size > 0) return [...signers].map(([role, count]) => `${count} ${role}`).join(" and ");
  return roles.length === 0 ? "anybody" : roles.join(" or ");
}
