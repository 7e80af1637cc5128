import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Services } from "../services.ts";

export interface WantedMerge {
  /** Branch that goes on. */
  readonly target: string;
  readonly head: string;
  readonly message: string;
  /** Unix seconds of the merge commit. */
  readonly time: number;
}

export type MergeResult =
  | { readonly commit: string; readonly made: boolean }
  /** Files that both sides changed in different ways. */
  | { readonly conflicts: readonly string[] };

/** How often a merge is made again when the target moves meanwhile. */
const ATTEMPTS_MAX = 5;

/**
 * Merges a commit into a branch with a merge commit. The target only ever moves forward from where it was seen; where it
 * is checked out, its files move with it, and files somebody changed there stop the merge before anything moves.
 */
export async function mergeInto(
  { lines, repository }: Pick<Services, "lines" | "repository">,
  { target, head, message, time }: WantedMerge,
): Promise<MergeResult> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const tip = await lines.tip(target);
    if (tip === undefined) throw new SlipwayError(noTarget(target));
    if (await repository.isAncestor(head, tip))
      return { commit: (await lines.mergeOf(head, tip)) ?? head, made: false };
    const merged = await lines.merge(tip, head);
    if ("conflicts" in merged) return merged;
    const commit = await lines.commitMerge({ tree: merged.tree, parents: [tip, head], message, time });
    const checkout = (await lines.checkouts()).find(({ branch }) => branch === target);
    if (checkout === undefined) {
      if (await lines.moveBranch(target, tip, commit)) return { commit, made: true };
    } else {
      await lines.fastForward(checkout.folder, commit);
      return { commit, made: true };
    }
  }
  throw new SlipwayError(movesOn(target));
}

export function conflictSays(head: string, target: string, files: readonly string[]): string {
  const more = files.length > 10 ? ` and ${files.length - 10} more` : "";
  return (
    `${head} and ${target} contradict each other in ${files.slice(0, 10).join(", ")}${more}; expected: a merge without ` +
    `conflicts; resolve them on the branch of the release: git merge ${target}`
  );
}

function noTarget(target: string): Problem {
  return {
    code: "merge-target",
    kind: "failed",
    found: `there is no local branch ${target} to merge into`,
    expected: "the target as a branch of this repository",
    action: `git fetch, then git branch ${target} origin/${target}`,
  };
}

function movesOn(target: string): Problem {
  return {
    code: "merge-target",
    kind: "failed",
    found: `${target} moved ${ATTEMPTS_MAX} times while it was merged into`,
    expected: "a target that stands still for a moment",
    action: "try the step again",
  };
}
