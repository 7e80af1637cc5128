import { ROLE_NAMES, type RoleName } from "../../domain/branch/branch-rules.ts";
import { branchesOf, type Branch, type Scene } from "../../domain/branch/scene.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";

/** The branches a name stands for: a branch of that name, otherwise the branches of that role. */
export function targetsNamed(scene: Scene, name: string, active: readonly Branch[]): readonly Branch[] {
  const named = scene.branches.filter((branch) => branch.name === name);
  if (named.length > 0) return named;
  if (!isRole(name)) throw new SlipwayError(unknownTarget(scene, name));
  return name === "release" ? active : branchesOf(scene, name);
}

/** The one branch a name stands for. */
export function targetNamed(scene: Scene, name: string): Branch {
  const [target, ...others] = targetsNamed(scene, name, branchesOf(scene, "release"));
  if (target === undefined || others.length > 0) throw new SlipwayError(unknownTarget(scene, name));
  return target;
}

function isRole(name: string): name is RoleName {
  return (ROLE_NAMES as readonly string[]).includes(name);
}

function unknownTarget({ branches }: Scene, name: string): Problem {
  const names = branches.slice(0, 10).map((branch) => branch.name);
  return {
    code: "merge-target",
    kind: "failed",
    found: `"${name}" names no branch to merge into, and no role that one branch has; there are ${names.join(", ")}`,
    expected: "a branch, or a role of `branches` in slipway.yaml such as main",
    action: "correct `into` of the step, or make the branch",
  };
}
