import type { Problem } from "../../kernel/problem.ts";
import { nearest } from "../../kernel/nearest.ts";
import { err, ok, type Result } from "../../kernel/result.ts";

/** What can lead to a release (T-17). */
export const RELEASE_TRIGGERS = [
  "scheduled-window",
  "feature-completion",
  "critical-bug",
  "security-or-compliance",
  "performance-or-infrastructure",
  "market-or-launch",
] as const;

export type ReleaseTrigger = (typeof RELEASE_TRIGGERS)[number];

export interface TriggerTold {
  readonly triggerKind: ReleaseTrigger;
  /** What it was in words, such as an incident. */
  readonly trigger: string | null;
}

/** `critical-bug`, `critical-bug: INC-7`, or words alone where the type of the release says which trigger it has. */
export function readTrigger(given: string | undefined, ofType: ReleaseTrigger | null): Result<TriggerTold, Problem> {
  const told = (given ?? "").trim();
  const [, word = "", rest] = /^([\w-]+)\s*(?::\s*(.*))?$/s.exec(told) ?? [];
  const triggerKind = RELEASE_TRIGGERS.find((each) => each === word);
  if (triggerKind !== undefined) return ok({ triggerKind, trigger: rest || null });
  const meant = word === "" ? undefined : nearest(word, RELEASE_TRIGGERS);
  if (ofType !== null && meant === undefined) return ok({ triggerKind: ofType, trigger: told || null });
  return err({
    code: "trigger",
    kind: "input",
    found: told === "" ? "nothing says what led to the release" : `\`${told}\` names no trigger of a release`,
    expected: `one of ${RELEASE_TRIGGERS.join(", ")}; words may follow: \`critical-bug: INC-7\``,
    action: meant === undefined ? "name it with --trigger" : `did you mean ${meant}?`,
  });
}
