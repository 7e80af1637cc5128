import { readCondition, type Condition } from "../../domain/condition/condition.ts";
import { factsOfRelease } from "../../domain/condition/facts-of-release.ts";
import type { Process } from "../../domain/process/process.ts";
import type { ReleaseState } from "../../domain/release/release-state.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";

/**
 * Whether a condition of a process holds for a release. What it asks of nobody knows yet, such as an answer that was not
 * given, is a problem: neither yes nor no would be true. Loads the language of conditions; import it lazily.
 */
export function conditionsOf(process: Process): (text: string, state: ReleaseState) => boolean {
  const known = new Map<string, Condition>();
  return (text, state) => {
    const condition = known.get(text) ?? read(text);
    known.set(text, condition);
    const held = condition.holds(factsOfRelease(state, process));
    if (held.ok) return held.value;
    throw new SlipwayError(noAnswer(text, held.error.found));
  };
}

/** Events know all that steps know, and their environment; which of both it is was checked with the process. */
function read(text: string): Condition {
  const condition = readCondition(text, "event");
  if (condition.ok) return condition.value;
  const { found, expected } = condition.error;
  throw new SlipwayError({
    code: "condition",
    kind: "input",
    found: `condition \`${text}\`: ${found}`,
    expected,
    action: "`slipway process check` shows the place",
  });
}

function noAnswer(text: string, found: string): Problem {
  return {
    code: "condition-fact",
    kind: "failed",
    found: `nobody can tell whether \`${text}\` holds: ${found}`,
    expected: "facts that are known when the release comes to it",
    action: "answer what it asks for, or let the condition ask with has(…) first",
  };
}
