import { shortHash, type Commit } from "../commit/commit.ts";
import { footerValue, parseMessage } from "../commit/message.ts";
import { roleOf } from "./branch-rules.ts";
import { exceptedBy, type BranchException } from "./exception.ts";
import type { Finding } from "./finding.ts";
import type { Branch, Scene } from "./scene.ts";
import { mergedName } from "./merged-name.ts";
import { mergesOn } from "./wrong-target.ts";

/** A feature branch that came into another one. */
export interface FeatureMerge {
  readonly feature: string;
  readonly merge: string;
  /** The commit that was merged. */
  readonly merged: string;
}

/**
 * Feature branches that were integrated and have to be tested, without the trailer `Tested: pass` in the merge commit or
 * in the commit that was merged.
 * @param commits commits reachable from the branch, those that were merged included
 */
export function unmarkedMerges(scene: Scene, branch: Branch, commits: ReadonlyMap<string, Commit>): FeatureMerge[] {
  const tips = new Map(scene.branches.map((other) => [other.tip, other]));
  return mergesOn(scene, branch).flatMap(({ merge, merged }): FeatureMerge[] => {
    const message = commits.get(merge)?.message ?? "";
    const feature = tips.get(merged)?.name ?? mergedName(message);
    const role = feature === undefined ? undefined : roleOf(scene.rules, feature);
    if (feature === undefined || role?.name !== "feature" || !role.tested) return [];
    return [merge, merged].some((hash) => isTested(commits.get(hash))) ? [] : [{ feature, merge, merged }];
  });
}

/** The finding for a feature that nobody tested before it came in. */
export function untestedMerge(
  { name }: Branch,
  { feature, merge, merged }: FeatureMerge,
  exceptions: readonly BranchException[],
): Finding {
  const found = `${feature} was merged into ${name} by ${shortHash(merge)} without a test result at ${shortHash(merged)}`;
  const exception = exceptions.find(({ commit }) => commit === merge || commit === merged);
  const finding = { rule: "B-16", branch: name };
  if (exception !== undefined)
    return { ...finding, severity: "excepted", found: `${found}: ${exceptedBy(exception)}`, action: "" };
  const keep = `\`slipway evidence add\` its report and commit it, or say "Tested: pass" in the merge`;
  return { ...finding, severity: "blocks", found, action: `test ${shortHash(merged)}, then ${keep}` };
}

function isTested(commit: Commit | undefined): boolean {
  return commit !== undefined && footerValue(parseMessage(commit.message), "Tested")?.toLowerCase() === "pass";
}
