import { firstLine } from "../../domain/commit/commit.ts";
import { parseMessage } from "../../domain/commit/message.ts";
import { referencesOf } from "../../domain/commit/references.ts";
import { codeFreezeViolations, type LateCommit, type Violation } from "../../domain/scope/code-freeze.ts";
import { planOf, type ScopeState } from "../../domain/scope/scope-state.ts";
import type { Repository } from "../ports.ts";

/** What git says came onto the line of a release after its code was frozen, and lacks an issue or a consent. */
export async function lateViolations(
  repository: Repository,
  state: ScopeState,
  release: string,
): Promise<readonly Violation[]> {
  const plan = planOf(state, release);
  if (plan.codeFreeze === null) return [];
  const { line, commit: frozen } = plan.codeFreeze;
  const to = await repository.resolve(line);
  const commits: LateCommit[] = [];
  for await (const batch of repository.log({ to, not: [frozen] }))
    for (const { hash, message } of batch)
      commits.push({
        commit: hash,
        subject: firstLine(message),
        issues: referencesOf(parseMessage(message)).issues,
      });
  return codeFreezeViolations(plan, commits);
}
