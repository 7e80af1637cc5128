import { shortHash, type Commit } from "../commit/commit.ts";
import { footerValue, parseMessage } from "../commit/message.ts";
import { roleOf } from "./branch-rules.ts";
import type { Finding } from "./finding.ts";
import type { Branch, Scene } from "./scene.ts";
import { mergesOn } from "./wrong-target.ts";

const MERGED_NAME = /^Merge (?:remote-tracking )?branch '([^']+)'|^Merge pull request #\d+ from [^/\s]+\/(\S+)/;

/**
 * Feature branches that were integrated without a test result. Git sees one as the trailer `Tested: pass` in the merge
 * commit or in the commit that was merged.
 * @param commits commits reachable from the branch, those that were merged included
 */
export function untestedMerges(scene: Scene, branch: Branch, commits: ReadonlyMap<string, Commit>): Finding[] {
  const tips = new Map(scene.branches.map((other) => [other.tip, other]));
  return mergesOn(scene, branch).flatMap(({ merge, merged }): Finding[] => {
    const message = commits.get(merge)?.message ?? "";
    const name = MERGED_NAME.exec(message);
    const feature = tips.get(merged)?.name ?? name?.[1]?.replace(/^origin\//, "") ?? name?.[2];
    const role = feature === undefined ? undefined : roleOf(scene.rules, feature);
    if (role?.name !== "feature" || !role.tested) return [];
    if ([merge, merged].some((hash) => isTested(commits.get(hash)))) return [];
    return [
      {
        rule: "B-16",
        branch: branch.name,
        severity: "blocks",
        found: `${feature} was merged into ${branch.name} by ${shortHash(merge)} without a test result at ${shortHash(merged)}`,
        action: `test ${shortHash(merged)} and record it: the trailer "Tested: pass" in the commit or its merge`,
      },
    ];
  });
}

function isTested(commit: Commit | undefined): boolean {
  return commit !== undefined && footerValue(parseMessage(commit.message), "Tested")?.toLowerCase() === "pass";
}
