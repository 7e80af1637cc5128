import { shortHash } from "../commit/commit.ts";
import type { Change } from "../plan/change.ts";
import { listed, type Finding } from "./finding.ts";
import type { Branch } from "./scene.ts";

/** Types of change a branch that takes only fixes accepts: repairs, their tests, and corrected documents. */
const FIX_TYPES: readonly string[] = ["fix", "perf", "security", "docs", "test", "revert"];
const RELEASE_HEADER = /^(?:chore|build)(?:\([^()]*\))?: (?:release|bump version|prepare)\b/i;

/**
 * The changes that may not be on a branch which takes only fixes. What was reverted on the branch is gone again, and
 * the release's own commits (version, changelog) are not changes of the product.
 */
export function notFixes(
  branch: Branch,
  changes: readonly Change[],
  releaseCommits: ReadonlySet<string>,
): Finding | undefined {
  if (branch.role?.only !== "fixes") return undefined;
  const offending = changes.filter(
    (change) => !change.cancelled && !releaseCommits.has(change.commit) && !isFix(change),
  );
  if (offending.length === 0) return undefined;
  const lines = offending.map((change) => `${shortHash(change.commit)} ${headerOf(change)}`);
  return {
    rule: "B-07",
    branch: branch.name,
    severity: "blocks",
    found: `${branch.name} takes only fixes, but holds ${offending.length} other change${offending.length === 1 ? "" : "s"}:${listed(lines)}`,
    action: `git switch ${branch.name} && git revert ${offending.map(({ commit }) => shortHash(commit)).join(" ")}`,
  };
}

function isFix(change: Change): boolean {
  if (change.breaking) return false;
  if (RELEASE_HEADER.test(headerOf(change))) return true;
  return change.type === null ? /^revert\b/i.test(change.subject) : FIX_TYPES.includes(change.type);
}

function headerOf({ type, scope, breaking, subject }: Change): string {
  if (type === null) return subject;
  return `${type}${scope === null ? "" : `(${scope})`}${breaking ? "!" : ""}: ${subject}`;
}
