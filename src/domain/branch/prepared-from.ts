import { shortHash } from "../commit/commit.ts";
import { listed, type Finding } from "./finding.ts";
import { branchesOf, type Branch, type Scene } from "./scene.ts";

export interface Standing {
  readonly head: string;
  /** Name of the branch that is checked out; absent when HEAD is detached. */
  readonly branch: string | undefined;
  /** Paths with changes that are not committed and that a release does not write itself. */
  readonly dirty: readonly string[];
}

/** Whether a release may be prepared where the repository stands: from an allowed branch, with nothing uncommitted. */
export function preparedFrom(scene: Scene, { head, branch, dirty }: Standing): Finding[] {
  const allowed = allowedBranches(scene);
  const where = branch ?? `the detached commit ${shortHash(head)}`;
  const isAllowed = allowed.some(({ name, tip }) => (branch === undefined ? tip === head : name === branch));
  const findings: Finding[] = [];
  if (!isAllowed) {
    findings.push({
      rule: "B-13",
      branch: where,
      severity: "blocks",
      found: `a release is not prepared from ${where}, expected: ${allowedNames(scene).join(" or ")}`,
      action: `git switch ${allowed[0]?.name ?? scene.main.name}`,
    });
  }
  if (dirty.length > 0) {
    findings.push({
      rule: "B-13",
      branch: where,
      severity: "blocks",
      found: `the working tree has changes that are not committed:${listed(dirty)}`,
      action: "commit them, or put them aside with `git stash --include-untracked`",
    });
  }
  return findings;
}

/** A hotfix that is tagged before its merge is prepared on its own branch, whatever the list says. */
function allowedRoles({ rules }: Scene) {
  const hotfix = rules.roles.get("hotfix");
  const own = hotfix?.tagged === "before-merge" && !rules.releaseFrom.includes("hotfix") ? (["hotfix"] as const) : [];
  return [...rules.releaseFrom, ...own];
}

function allowedBranches(scene: Scene): Branch[] {
  return allowedRoles(scene).flatMap((role) => branchesOf(scene, role));
}

function allowedNames(scene: Scene): string[] {
  return allowedRoles(scene).flatMap((role) =>
    role === "main" ? scene.main.name : (scene.rules.roles.get(role)?.patterns.map(({ text }) => text) ?? []),
  );
}
