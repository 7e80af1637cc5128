import { shortHash } from "../commit/commit.ts";
import type { Finding } from "./finding.ts";
import { branchesOf, releaseOfBranch, type Branch, type Scene } from "./scene.ts";

/**
 * Where a release branch stands, as far as git tells: `open` has no release tag, `unmerged` is tagged and not merged
 * back, `closed` is tagged and merged back, `cancelled` has a tag that is marked as rejected or rolled back. A branch
 * whose name holds no version is closed once main holds it.
 */
export type ReleaseBranchState = "open" | "unmerged" | "closed" | "cancelled";

/**
 * What is on record says more than git: a release that was given up is over without a tag, and one that was released is
 * active until somebody closes it (B-11).
 * @param isMergedBack whether every merge target holds the work of a tagged branch
 */
export function releaseBranchState(
  scene: Scene,
  branch: Branch,
  isMergedBack: (branch: Branch) => boolean,
): ReleaseBranchState {
  const recorded = scene.recorded.get(branch.name);
  if (recorded !== undefined && recorded !== "open") return recorded;
  const seen = stateInGit(scene, branch, isMergedBack);
  return recorded === "open" && seen === "closed" ? "open" : seen;
}

function stateInGit(scene: Scene, branch: Branch, isMergedBack: (branch: Branch) => boolean): ReleaseBranchState {
  const release = releaseOfBranch(scene, branch);
  if (branch.version === undefined) return scene.graph.contains(scene.main.tip, branch.tip) ? "closed" : "open";
  if (release === undefined) return "open";
  if (release.marked) return "cancelled";
  return isMergedBack(branch) ? "closed" : "unmerged";
}

/** Release branches whose release is neither released and closed nor cancelled. */
export function activeReleases(scene: Scene, isMergedBack: (branch: Branch) => boolean): Branch[] {
  return branchesOf(scene, "release").filter((branch) => {
    const state = releaseBranchState(scene, branch, isMergedBack);
    return state === "open" || state === "unmerged";
  });
}

/** A release tag that was set before the merge although it must come after it, or the other way round. */
export function wrongTagMoment(scene: Scene, branch: Branch): Finding | undefined {
  const { graph, line } = scene;
  const release = releaseOfBranch(scene, branch);
  const wanted = branch.role?.tagged ?? "any";
  if (release === undefined || wanted === "any" || !graph.has(release.commit)) return undefined;
  const early = line(branch.tip).own.includes(release.commit);
  const late = !graph.contains(branch.tip, release.commit);
  if (wanted === "after-merge" ? !early : !late) return undefined;
  return {
    rule: branch.role?.name === "hotfix" ? "TG-07" : "TG-05",
    branch: branch.name,
    severity: "warns",
    found: `${release.tag} stands on ${shortHash(release.commit)}, ${early ? `on ${branch.name} itself` : `outside ${branch.name}`}; this process tags ${wanted === "after-merge" ? "after the merge" : "on the branch, before the merge"}`,
    action: "a tag is never moved: leave it, and set the next one at the right moment",
  };
}
