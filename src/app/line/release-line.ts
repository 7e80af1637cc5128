import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { JobRelease } from "../engine-ports.ts";

/** What of a release its line depends on. */
export type LineRelease = Pick<JobRelease, "id" | "version" | "component" | "tag" | "facts">;

/** A release line that was merged; what goes on at the target afterwards is no longer part of the release. */
export interface MergedLine {
  readonly head: string;
  readonly into: string;
  readonly commit: string;
}

/** The branch a release works on: the one that was cut for it, otherwise the one that was checked out when it began. */
export function branchOf({ facts }: LineRelease): string | undefined {
  return textIn(facts.get("branch")) ?? textIn(facts.get("line"));
}

/** The commit the release is at, as its last step told it. */
export function commitOf({ facts }: LineRelease): string | undefined {
  return textIn(facts.get("commit"));
}

export function mergedLine({ facts }: LineRelease): MergedLine | undefined {
  const merged = facts.get("merged");
  if (typeof merged !== "object" || merged === null || !("head" in merged)) return undefined;
  const [head, into, commit] = [merged["head"], merged["into"], merged["commit"]].map(textIn);
  return head === undefined || into === undefined || commit === undefined ? undefined : { head, into, commit };
}

/** Whether the line may still grow: it was neither merged nor tagged. */
export function isOpenLine(release: LineRelease): boolean {
  return mergedLine(release) === undefined && textIn(release.facts.get("tag")) === undefined;
}

/** `[COMPONENT@]X.Y.Z` */
export function operandOf({ component, version }: LineRelease): string {
  return component === null ? version : `${component}@${version}`;
}

export function needBranch(release: LineRelease): string {
  const branch = branchOf(release);
  if (branch === undefined) throw new SlipwayError(noLine(release));
  return branch;
}

export function needCommit(release: LineRelease): string {
  const commit = commitOf(release);
  if (commit === undefined) throw new SlipwayError(noCommit(release));
  return commit;
}

export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function noLine({ id }: LineRelease): Problem {
  return {
    code: "no-line",
    kind: "failed",
    found: `${id} has no branch to work on: none was cut, and none was checked out when it began`,
    expected: "a branch of its own, or a checked out branch at `slipway release start`",
    action: "add a step `cut-branch`, or start the release on a branch",
  };
}

function noCommit({ id }: LineRelease): Problem {
  return {
    code: "no-release-commit",
    kind: "failed",
    found: `no step of ${id} has told which commit is released`,
    expected: "a step `commit` or `cut-branch` before this one",
    action: "add it to the workflow",
  };
}
