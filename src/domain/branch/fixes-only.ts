import { shortHash } from "../commit/commit.ts";
import type { Change } from "../plan/change.ts";
import { exceptedBy, type BranchException } from "./exception.ts";
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
  { releaseCommits, exceptions }: Allowed,
): Finding[] {
  if (branch.role?.only !== "fixes") return [];
  const found = changes.filter((change) => !change.cancelled && !releaseCommits.has(change.commit) && !isFix(change));
  const why = new Map(exceptions.map((exception) => [exception.commit, exceptedBy(exception)]));
  const line = (change: Change): string => `${shortHash(change.commit)} ${headerOf(change)}`;
  const finding = { rule: "B-07", branch: branch.name };
  const offending = found.filter(({ commit }) => !why.has(commit));
  const excepted = found.filter(({ commit }) => why.has(commit));
  const told = excepted.map((change) => `${line(change)}: ${why.get(change.commit)}`);
  const findings: Finding[] = [];
  if (offending.length > 0)
    findings.push({
      ...finding,
      severity: "blocks",
      found: `${branch.name} takes only fixes, but holds ${counted(offending)}:${listed(offending.map(line))}`,
      action: `git switch ${branch.name} && git revert ${offending.map(({ commit }) => shortHash(commit)).join(" ")}   (or: slipway branch except ${branch.name} ${shortHash(offending[0]!.commit)} --reason TEXT)`,
    });
  if (excepted.length > 0)
    findings.push({
      ...finding,
      severity: "excepted",
      found: `${branch.name} takes only fixes, and ${counted(excepted)} by exception:${listed(told)}`,
      action: "",
    });
  return findings;
}

/** What a branch that takes only fixes may hold beside them. */
interface Allowed {
  readonly releaseCommits: ReadonlySet<string>;
  readonly exceptions: readonly BranchException[];
}

function counted({ length }: readonly Change[]): string {
  return `${length} other change${length === 1 ? "" : "s"}`;
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
