import { changesOf } from "../domain/plan/change.ts";
import { shortHash, type Commit } from "../domain/commit/commit.ts";
import type { Finding } from "../domain/branch/finding.ts";
import { notFixes } from "../domain/branch/fixes-only.ts";
import { freshnessOf, staleBranch } from "../domain/branch/freshness.ts";
import { largeHotfix } from "../domain/branch/hotfix-size.ts";
import { differsFromProduction, directPushes } from "../domain/branch/main-branch.ts";
import { isOlderLine, mergedHotfixes, taggedHotfixes } from "../domain/branch/lost-hotfixes.ts";
import { missingIn } from "../domain/branch/merge-back.ts";
import { preparedFrom } from "../domain/branch/prepared-from.ts";
import { wrongTagMoment } from "../domain/branch/release-branches.ts";
import { branchesOf, latestRelease, releaseOfBranch, type Branch } from "../domain/branch/scene.ts";
import { startOf, wrongStart } from "../domain/branch/start.ts";
import { unmarkedMerges, untestedMerge } from "../domain/branch/tested.ts";
import { wrongTargets } from "../domain/branch/wrong-target.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { nearest } from "../kernel/nearest.ts";
import { isReleaseFile } from "./clean-tree.ts";
import { activeReleaseBranches, isReleaseWork, proveTargets, readUntil } from "./merge-back.ts";
import type { BranchContext } from "./read-branches.ts";
import { withoutEvidence } from "./tested-merges.ts";

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
  if (named === undefined) findings.push(...(await checkLostHotfixes(context, active)));
  return bySeverity(findings);
}

/** What speaks against releasing from a release or hotfix branch as it is: what it must not hold, or not without a reason. */
export async function checkWork(context: BranchContext, branch: Branch): Promise<Finding[]> {
  if (branch.role?.name === "release") return checkContents(context, branch);
  const { commit: base } = startOf(context.scene, branch);
  if (branch.role?.name !== "hotfix" || base === undefined) return [];
  return [(await checkSize(context, branch, base)) ?? []].flat();
}

const SEVERITIES: readonly Finding["severity"][] = ["blocks", "warns", "excepted"];

function bySeverity(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
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

async function checkMain({ repository, reader, scene, records }: BranchContext): Promise<Finding[]> {
  const { main, graph } = scene;
  const onMain = scene.releases.filter(({ commit }) => graph.contains(main.tip, commit));
  const last = latestRelease(onMain);
  const commits: Commit[] = [];
  for await (const batch of repository.log({ to: main.tip, not: last === undefined ? [] : [last.commit] }))
    commits.push(...batch);
  const latest = latestRelease(scene.releases);
  const tagged = latest === undefined ? [] : [{ name: `the latest release ${latest.tag}`, commit: latest.commit }];
  const live = records.live.length === 0 ? tagged : records.live;
  const trees = new Map<string, string>();
  if (scene.rules.meaning === "production")
    for (const commit of [...live.map((each) => each.commit), main.tip])
      if (graph.has(commit)) trees.set(commit, await reader.treeOf(commit));
  const pushed = directPushes(scene, commits);
  return [
    ...(pushed === undefined ? [] : [pushed]),
    ...differsFromProduction(scene, live, (commit) => trees.get(commit)),
  ];
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
async function checkContents(context: BranchContext, branch: Branch): Promise<Finding[]> {
  const { repository, product, scene } = context;
  const { commit: base } = startOf(scene, branch);
  const held = scene.graph.between(base === undefined ? [] : [base], branch.tip);
  const commits = await readUntil(repository, branch.tip, new Set(held));
  const own = commits.filter(({ parents }) => parents.length < 2);
  const released = own.filter(({ paths = [] }) => isReleaseWork(paths, product)).map(({ hash }) => hash);
  const byHash = new Map(commits.map((commit) => [commit.hash, commit]));
  const exceptions = exceptionsOf(context, branch);
  const fixes = notFixes(branch, changesOf(own, product.rules), { releaseCommits: new Set(released), exceptions });
  const untested = await withoutEvidence(context, branch, unmarkedMerges(scene, branch, byHash));
  return [...fixes, ...untested.map((merge) => untestedMerge(branch, merge, exceptions))];
}

async function checkHotfix(
  context: BranchContext,
  branch: Branch,
  { isOpen, active }: { isOpen: boolean; active: readonly Branch[] },
): Promise<Finding[]> {
  const { scene } = context;
  const { commit: base } = startOf(scene, branch);
  const start = isOpen ? wrongStart(scene, branch) : undefined;
  const size = base === undefined || !isOpen ? undefined : await checkSize(context, branch, base);
  const { targets, absent } = await proveTargets(context, branch, active);
  return [
    ...[start, size, wrongTagMoment(scene, branch)].flatMap((finding) => finding ?? []),
    ...missingIn("B-10", branch, targets),
    ...absent.map((role) => noTarget(branch, role)),
  ];
}

/** Hotfixes whose branches are gone: by their merges into main, as far as another target lacks those, and by their tags. */
async function checkLostHotfixes(context: BranchContext, active: readonly Branch[]): Promise<Finding[]> {
  const { repository, scene } = context;
  const into = scene.rules.roles.get("hotfix")?.into ?? [];
  const targets = into.flatMap((role) => (role === "release" ? active : branchesOf(scene, role)));
  const merges = new Map<string, Commit>();
  for (const { tip } of targets.filter((target) => target !== scene.main))
    for await (const batch of repository.log({ to: scene.main.tip, not: [tip] }))
      for (const commit of batch) if (scene.mainLine.has(commit.hash)) merges.set(commit.hash, commit);
  const findings: Finding[] = [];
  for (const branch of mergedHotfixes(scene, [...merges.values()])) {
    const { targets: proofs } = await proveTargets(context, branch, active);
    findings.push(...missingIn("B-10", branch, proofs, shortHash(branch.tip)));
  }
  for (const branch of taggedHotfixes(scene)) {
    const { targets: proofs } = await proveTargets(context, branch, active);
    const severity = isOlderLine(scene, branch.name) ? "warns" : "blocks";
    findings.push(...missingIn("B-10", branch, proofs).map((finding) => ({ ...finding, severity }) as const));
  }
  return findings;
}

async function checkSize(context: BranchContext, branch: Branch, base: string): Promise<Finding | undefined> {
  const { scene, reader, product } = context;
  const changed = async (to: string) =>
    (await reader.changedBetween(base, to)).filter((path) => !isReleaseFile(path, product));
  const justified = exceptionsOf(context, branch).map(async (exception) => ({
    exception,
    paths: await changed(exception.commit),
  }));
  return largeHotfix(scene, branch, await changed(branch.tip), await Promise.all(justified));
}

/** Exceptions for commits that the branch still holds. */
function exceptionsOf({ scene: { graph }, records: { exceptions } }: BranchContext, { name, tip }: Branch) {
  return exceptions.filter(({ branch, commit }) => branch === name && graph.has(commit) && graph.contains(tip, commit));
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
