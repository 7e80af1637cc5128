import type { Json } from "../../kernel/canonical-json.ts";
import type { Refusal } from "../release/command.ts";
import { checkAnswer, isSettled, textsOf } from "./check-answer.ts";
import { applicableItems, checkComplete } from "./open-items.ts";
import { leavesOf, type Answer, type Answers, type Holds, type Item, type Template } from "./template.ts";
import { countVotes } from "./votes.ts";

/** What somebody wants to answer. */
export interface Filling {
  readonly item: string;
  readonly value: Json;
  /** `null`: a machine answers. */
  readonly role: string | null;
  readonly note: string | null;
}

/** Why an answer cannot be recorded; absent when it can. Taking back what was settled needs a reason, which stays. */
export function checkFilling(
  template: Template,
  answers: Answers,
  { item: id, value, role, note }: Filling,
): Refusal | undefined {
  const refusal = checkAnswer(template, id, value);
  if (refusal !== undefined) return refusal;
  const item = leavesOf(template.items).find((leaf) => leaf.id === id)!; // the check above found it
  if (role !== null && item.roles.length > 0 && !item.roles.includes(role))
    return { code: "role", found: `${id} is answered as ${role}`, expected: item.roles.join(" or ") };
  const before = answers.get(id);
  if (item.kind === "finding" && role !== null) return typeof value === "string" ? undefined : notSaid(id, before);
  if (before?.by === null && role !== null && !isSettled(item, before.value) && isSettled(item, value))
    return machineSaysNo(id, before);
  const isTakenBack = isSettled(item, before?.value) && !isSettled(item, value);
  if (!isTakenBack || isSaid(note)) return undefined;
  return { code: "reason-missing", found: `${id} is taken back without a reason`, expected: "why it no longer holds" };
}

/** What a check found is settled by what people have to say about it. */
function notSaid(id: string, before: Answer | undefined): Refusal {
  const found = `${id} is a finding: ${before?.note ?? "nothing looked yet"}`;
  return { code: "answer-kind", found, expected: "a text: why that is so, and what follows from it" };
}

/** What a check looked at and found wanting is not ticked away; a step can be waived where policy allows that. */
function machineSaysNo(id: string, { note }: Answer): Refusal {
  const found = `${id} was looked at by a check, which says: ${note ?? "no"}`;
  return { code: "machine-answer", found, expected: "what was found put right, so that the check says yes" };
}

/** How a step wants to end. */
export interface Ending {
  readonly outcome: string;
  readonly success: string;
  /** Whether every outcome needs the whole record, as those of forms and decisions do; otherwise the success alone. */
  readonly isRecord: boolean;
  readonly reason: string | null;
}

/** Why a step with a template cannot end like this; absent when it can. */
export function checkEnding(template: Template, answers: Answers, holds: Holds, ending: Ending): Refusal | undefined {
  const { outcome, success, isRecord, reason } = ending;
  if (outcome !== success && !isRecord) return undefined;
  const incomplete = checkComplete(template, answers, holds);
  if (incomplete !== undefined) return incomplete;
  const undecided = isRecord ? checkDecided(template, answers, holds, { outcome, success }) : undefined;
  if (undecided !== undefined || outcome !== success) return undecided;
  return (
    checkVotes(template, answers, holds) ??
    checkCriteria(outcome, unmetCriteria(template, answers, holds), answers, reason)
  );
}

/** A form ends as the item says that decided: with its first option as the success, with another one otherwise. */
function checkDecided(
  template: Template,
  answers: Answers,
  holds: Holds,
  { outcome, success }: Pick<Ending, "outcome" | "success">,
): Refusal | undefined {
  const items = leavesOf(applicableItems(template, holds));
  for (const { id } of items.filter(({ decides }) => decides)) {
    const named = items.find((item) => item.id === answers.get(id)?.value);
    const value = named === undefined ? undefined : answers.get(named.id)?.value;
    if (named === undefined || typeof value !== "string") continue;
    const speaksFor = value === named.options[0];
    if (speaksFor === (outcome === success)) continue;
    const found = `${id} is ${named.id}, which says ${value}, and that speaks ${speaksFor ? "for" : "against"} ${success}`;
    return { code: "decided-otherwise", found, expected: `an outcome, or a deciding item, that agrees with it` };
  }
  return undefined;
}

/** Criteria that were answered, and not with the option that speaks for going on (G-28). */
export function unmetCriteria(template: Template, answers: Answers, holds: Holds): readonly Item[] {
  return leavesOf(applicableItems(template, holds)).filter(({ id, criterion, options }) => {
    const value = answers.get(id)?.value ?? null;
    return criterion && value !== null && value !== options[0];
  });
}

/** Going on against a criterion needs a reason: one for everything, or a note at each of the criteria. */
function checkCriteria(
  outcome: string,
  unmet: readonly Item[],
  answers: Answers,
  reason: string | null,
): Refusal | undefined {
  const unexplained = unmet.filter(({ id }) => !isSaid(answers.get(id)?.note ?? null));
  if (unexplained.length === 0 || isSaid(reason)) return undefined;
  const found = `${outcome}, although not met: ${unexplained.map(({ id }) => id).join(", ")}`;
  return { code: "reason-missing", found, expected: "a reason for going on against a criterion" };
}

function checkVotes(template: Template, answers: Answers, holds: Holds): Refusal | undefined {
  for (const { id, kind, of } of leavesOf(applicableItems(template, holds))) {
    const value = answers.get(id)?.value ?? null;
    if (kind !== "votes" || value === null) continue;
    const { yes, no, isCarried } = countVotes(textsOf(value), of);
    if (!isCarried)
      return { code: "not-carried", found: `${yes} for it, ${no} against it`, expected: "more for it than against it" };
  }
  return undefined;
}

function isSaid(text: string | null): boolean {
  return text !== null && text.trim() !== "";
}
