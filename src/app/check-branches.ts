import { changesOf } from "../domain/plan/change.ts";
import type { Commit } from "../domain/commit/commit.ts";
import type { Finding } from "../domain/branch/finding.ts";
import { notFixes } from "../domain/branch/fixes-only.ts";
import { freshnessOf, staleBranch } from "../domain/branch/freshness.ts";
import { largeHotfix } from "../domain/branch/hotfix-size.ts";
import { differsFromProduction, directPushes } from "../domain/branch/main-branch.ts";
import { missingIn } from "../domain/branch/merge-back.ts";
import { preparedFrom } from "../domain/branch/prepared-from.ts";
import { wrongTagMoment } from "../domain/branch/release-branches.ts";
import { branchesOf, latestRelease, releaseOfBranch, type Branch } from "../domain/branch/scene.ts";
import { startOf, wrongStart } from "../domain/branch/start.ts";
import { untestedMerges } from "../domain/branch/tested.ts";
import { wrongTargets } from "../domain/branch/wrong-target.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { nearest } from "../kernel/nearest.ts";
import { isReleaseFile } from "./clean-tree.ts";
import { activeReleaseBranches, isReleaseWork, proveTargets, readUntil } from "./merge-back.ts";
import type { BranchContext } from "./read-branches.ts";

/**
 * Every branch rule, for one branch or for all of them. Of all branches only those with unfinished business are
 * judged: what main holds already is history, unless its merge-back to another branch is still due.
 * @param now Unix seconds
 */
export async function checkBranches(context: BranchContext, now: number, name?: string): Promise<Finding[]> {
  const { scene } = context;
  const named = name === undefined ? undefined : branchNamed(context, name);
  const wanted = (branch: Branch): boolean => named === undefined || branch === named;
  const isOpen = (branch: Branch): boolean => branch === named || !scene.graph.contains(scene.main.tip, branch.tip);
  const findings: Finding[] = wanted(scene.main) ? await checkMain(context) : [];
  const active = await activeReleaseBranches(context);
  const features = branchesOf(scene, "feature").filter((branch) => wanted(branch));
  for (const feature of features.filter((branch) => isOpen(branch))) {
    const stale = staleBranch(scene, feature, freshnessOf(scene, feature, now));
    findings.push(...[wrongStart(scene, feature), stale].flatMap((finding) => finding ?? []));
  }
  findings.push(...wrongTargets(scene, features));
  for (const branch of branchesOf(scene, "release").filter((branch) => wanted(branch)))
    findings.push(...(await checkRelease(context, branch, isOpen(branch) || active.includes(branch))));
  for (const branch of branchesOf(scene, "hotfix").filter((branch) => wanted(branch)))
    findings.push(...(await checkHotfix(context, branch, { isOpen: isOpen(branch), active })));
  return findings.toSorted((a, b) => Number(b.severity === "blocks") - Number(a.severity === "blocks"));
}

/** Whether a release may be prepared from where the repository stands. */
export async function checkStanding({ repository, product, scene }: BranchContext): Promise<Finding[]> {
  const { root, head = "", branch } = await repository.state();
  const changed = root === undefined ? [] : await repository.changedPaths();
  return preparedFrom(scene, { head, branch, dirty: changed.filter((path) => !isReleaseFile(path, product)) });
}

/** The branch a person named. Error `unknown-branch` suggests the nearest one. */
export function branchNamed({ scene }: BranchContext, name: string): Branch {
  const found = scene.branches.find((branch) => branch.name === name);
  if (found === undefined) throw new SlipwayError(unknownBranch(name, scene.branches));
  return found;
}

async function checkMain({ repository, reader, scene }: BranchContext): Promise<Finding[]> {
  const { main, graph } = scene;
  const onMain = scene.releases.filter(({ commit }) => graph.contains(main.tip, commit));
  const last = latestRelease(onMain);
  const commits: Commit[] = [];
  for await (const batch of repository.log({ to: main.tip, not: last === undefined ? [] : [last.commit] }))
    commits.push(...batch);
  const live = latestRelease(scene.releases);
  const trees = new Map<string, string>();
  if (live !== undefined && scene.rules.meaning === "production")
    for (const commit of [live.commit, main.tip]) trees.set(commit, await reader.treeOf(commit));
  const findings = [directPushes(scene, commits), differsFromProduction(scene, live, (commit) => trees.get(commit))];
  return findings.flatMap((finding) => finding ?? []);
}

async function checkRelease(context: BranchContext, branch: Branch, isOpen: boolean): Promise<Finding[]> {
  const { scene } = context;
  const findings = [isOpen ? wrongStart(scene, branch) : undefined, wrongTagMoment(scene, branch)].flatMap(
    (finding) => finding ?? [],
  );
  if (releaseOfBranch(scene, branch)?.marked === false) {
    const { targets } = await proveTargets(context, branch, []);
    findings.push(...missingIn("B-08", branch, targets));
  }
  return isOpen ? [...findings, ...(await checkContents(context, branch))] : findings;
}

/** What stands on a release branch since it left its base. */
async function checkContents({ repository, product, scene }: BranchContext, branch: Branch): Promise<Finding[]> {
  const { commit: base } = startOf(scene, branch);
  const held = scene.graph.between(base === undefined ? [] : [base], branch.tip);
  const commits = await readUntil(repository, branch.tip, new Set(held));
  const own = commits.filter(({ parents }) => parents.length < 2);
  const released = own.filter(({ paths = [] }) => isReleaseWork(paths, product)).map(({ hash }) => hash);
  const byHash = new Map(commits.map((commit) => [commit.hash, commit]));
  const fixes = notFixes(branch, changesOf(own, product.rules), new Set(released));
  return [...(fixes === undefined ? [] : [fixes]), ...untestedMerges(scene, branch, byHash)];
}

async function checkHotfix(
  context: BranchContext,
  branch: Branch,
  { isOpen, active }: { isOpen: boolean; active: readonly Branch[] },
): Promise<Finding[]> {
  const { scene, reader, product } = context;
  const { commit: base } = startOf(scene, branch);
  const start = isOpen ? wrongStart(scene, branch) : undefined;
  const paths = base === undefined || !isOpen ? [] : await reader.changedBetween(base, branch.tip);
  const size = largeHotfix(
    scene,
    branch,
    paths.filter((path) => !isReleaseFile(path, product)),
  );
  const { targets, absent } = await proveTargets(context, branch, active);
  return [
    ...[start, size, wrongTagMoment(scene, branch)].flatMap((finding) => finding ?? []),
    ...missingIn("B-10", branch, targets),
    ...absent.map((role) => noTarget(branch, role)),
  ];
}

function noTarget({ name }: Branch, role: string): Finding {
  return {
    rule: "B-10",
    branch: name,
    severity: "warns",
    found: `${name} must be merged into ${role}, but there is no ${role} branch`,
    action: `make the branch, or leave ${role} out of branches.hotfix.into`,
  };
}

function unknownBranch(name: string, branches: readonly Branch[]): Problem {
  const names = branches.map((branch) => branch.name);
  const suggestion = nearest(name, names);
  return {
    code: "unknown-branch",
    kind: "input",
    found: `there is no branch "${name}"`,
    expected: `one of ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`,
    action: suggestion === undefined ? "`slipway branch list` shows them" : `did you mean "${suggestion}"?`,
  };
}
