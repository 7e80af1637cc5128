import type { Refusal } from "../release/command.ts";
import { applicableItems } from "./open-items.ts";
import { leavesOf, type Answers, type Holds, type Item, type Template } from "./template.ts";

/** Criteria that were answered, and not with the option that speaks for going on (G-28). */
export function unmetCriteria(template: Template, answers: Answers, holds: Holds): readonly Item[] {
  return leavesOf(applicableItems(template, holds)).filter(({ id, criterion, options }) => {
    const value = answers.get(id)?.value;
    return criterion && value !== undefined && value !== null && value !== options[0];
  });
}

/** Going on although a criterion is not met needs a reason of its own; absent when nothing speaks against the outcome. */
export function checkVerdict(
  template: Template,
  answers: Answers,
  holds: Holds,
  { outcome, success, reason }: { readonly outcome: string; readonly success: string; readonly reason: string | null },
): Refusal | undefined {
  const unmet = unmetCriteria(template, answers, holds);
  if (outcome !== success || unmet.length === 0 || (reason ?? "").trim() !== "") return undefined;
  const found = `${outcome}, although not met: ${unmet.map(({ id }) => id).join(", ")}`;
  return { code: "reason-missing", found, expected: "a reason for going on against a criterion" };
}
