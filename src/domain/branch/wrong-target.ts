import { shortHash } from "../commit/commit.ts";
import type { Finding } from "./finding.ts";
import { branchesOf, sideLines, type Branch, type Scene } from "./scene.ts";

/** Feature branches that a merge commit brought straight into a branch they must not go to. */
export function wrongTargets(scene: Scene, features: readonly Branch[]): Finding[] {
  const byTip = new Map<string, Branch[]>();
  for (const feature of features) byTip.set(feature.tip, [...(byTip.get(feature.tip) ?? []), feature]);
  return [scene.main, ...sideLines(scene)].flatMap((target) =>
    mergesOn(scene, target).flatMap(({ merge, merged }) =>
      (byTip.get(merged) ?? []).flatMap((feature) => wrongTarget(scene, feature, target, merge) ?? []),
    ),
  );
}

/** Merge commits on the own line of a branch, with each commit they brought in. */
export function mergesOn({ graph, mainLine, line, main }: Scene, branch: Branch): { merge: string; merged: string }[] {
  const own = branch === main ? [...mainLine.keys()] : line(branch.tip).own;
  return own.flatMap((merge) =>
    graph
      .parents(merge)
      .slice(1)
      .map((merged) => ({ merge, merged })),
  );
}

function wrongTarget(scene: Scene, feature: Branch, target: Branch, merge: string): Finding | undefined {
  const into = feature.role?.into ?? [];
  if (into.some((role) => branchesOf(scene, role).includes(target))) return undefined;
  return {
    rule: "B-04",
    branch: feature.name,
    severity: "blocks",
    found: `${feature.name} was merged into ${target.name} by ${shortHash(merge)}, expected: merged into ${into.join(" or ")}`,
    action: `git switch ${target.name} && git revert -m 1 ${shortHash(merge)}, then merge ${feature.name} into ${into.join(" or ")}`,
  };
}
