import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";

/** A commit that a branch may hold although a rule speaks against it; of a hotfix, the size it has at that commit. */
export interface BranchException {
  readonly branch: string;
  readonly commit: string;
  readonly reason: string;
  /** Id of the person who decided it. */
  readonly by: string;
}

export type BranchExcepted = { readonly type: "branch-excepted" } & BranchException;

/** Excepts a commit from the rules of its branch, once. */
export function exceptCommit(
  exceptions: readonly BranchException[],
  wanted: BranchException,
): Result<readonly BranchExcepted[], Refusal> {
  if (wanted.reason.trim() === "")
    return err({ code: "reason", found: "an exception without a reason", expected: "why the branch may hold it" });
  const isKnown = exceptions.some(({ branch, commit }) => branch === wanted.branch && commit === wanted.commit);
  return ok(isKnown ? [] : [{ type: "branch-excepted", ...wanted }]);
}

/** Why something is excepted, for the text of a finding. */
export function exceptedBy({ reason, by }: BranchException): string {
  return `${reason} (${by})`;
}
