import type { ReleasePlan } from "./scope-state.ts";

/** A commit that came onto the release line after its code was frozen. */
export interface LateCommit {
  readonly commit: string;
  readonly subject: string;
  /** Issues that its message names. */
  readonly issues: readonly string[];
}

export interface Violation extends LateCommit {
  readonly lacks: readonly ("issue" | "consent")[];
}

/** Commits after the code freeze without a linked issue or without the consent of the release manager (P-20). */
export function codeFreezeViolations(
  { consents }: Pick<ReleasePlan, "consents">,
  commits: readonly LateCommit[],
): readonly Violation[] {
  return commits.flatMap((commit) => {
    const lacks = [
      ...(commit.issues.length === 0 ? (["issue"] as const) : []),
      ...(consents.has(commit.commit) ? [] : (["consent"] as const)),
    ];
    return lacks.length === 0 ? [] : [{ ...commit, lacks }];
  });
}
