import { firstLine, type Commit } from "../domain/commit/commit.ts";
import {
  proveMergeBack,
  recordedPicks,
  workOf,
  type Fix,
  type TargetFacts,
  type TargetProof,
} from "../domain/branch/merge-back.ts";
import { activeReleases } from "../domain/branch/release-branches.ts";
import { branchesOf, releaseOfBranch, type Branch } from "../domain/branch/scene.ts";
import type { Product } from "../config/product.ts";
import { isReleaseFile } from "./clean-tree.ts";
import type { BranchContext } from "./read-branches.ts";

/** What a branch has to bring to its targets, and the proof for each of them. */
export interface MergeBack {
  readonly branch: string;
  readonly targets: readonly TargetProof[];
  /** Roles the branch must be merged into that no branch has. */
  readonly absent: readonly string[];
}

/**
 * Proves for every merge target of a hotfix or release branch that it holds the branch's work.
 * @param active the active release branches, for roles that are merged into them
 */
export async function proveTargets(
  context: BranchContext,
  branch: Branch,
  active: readonly Branch[],
): Promise<MergeBack> {
  const { scene } = context;
  const roles = branch.role?.into ?? [];
  const targets = roles.flatMap((role) => (role === "release" ? active : branchesOf(scene, role)));
  const proofs = await proveIn(context, branch, targets);
  const absent = roles.filter((role) => role === "develop" && branchesOf(scene, role).length === 0);
  return { branch: branch.name, targets: proofs, absent };
}

/** Proves for each of these branches that it holds the work of a branch. */
export async function proveIn(
  context: BranchContext,
  branch: Branch,
  targets: readonly Branch[],
): Promise<TargetProof[]> {
  const seen = { ...branch, tip: judgedTip(context, branch) };
  const fixes = await fixesOf(context, seen);
  const proofs: TargetProof[] = [];
  for (const target of targets)
    if (target.name !== branch.name)
      proofs.push(proveMergeBack(fixes, await readTargetFacts(context, seen, target, fixes)));
  return proofs;
}

/** Release branches that are neither released and closed nor cancelled. */
export async function activeReleaseBranches(context: BranchContext): Promise<Branch[]> {
  const merged = await mergedReleases(context);
  return activeReleases(context.scene, (branch) => merged.has(branch));
}

/** Tagged release branches whose targets hold their work. */
export async function mergedReleases(context: BranchContext): Promise<ReadonlySet<Branch>> {
  const merged = new Set<Branch>();
  for (const branch of branchesOf(context.scene, "release")) {
    if (releaseOfBranch(context.scene, branch) === undefined) continue;
    const { targets } = await proveTargets(context, branch, []);
    if (targets.every(({ state }) => state !== "missing")) merged.add(branch);
  }
  return merged;
}

/** What was released is judged; commits after the tag belong to the next release of the branch. */
export function judgedTip({ scene }: BranchContext, branch: Branch): string {
  const release = releaseOfBranch(scene, branch);
  if (branch.role?.name !== "release" || release === undefined) return branch.tip;
  return scene.line(branch.tip).own.includes(release.commit) ? release.commit : branch.tip;
}

/** The commits of a branch. Of a hotfix the repair counts, not the version and changelog of its own release. */
async function fixesOf({ repository, product, scene }: BranchContext, branch: Branch): Promise<Fix[]> {
  const work = workOf(scene, branch);
  const wanted = new Set(work);
  const fixes: Fix[] = [];
  for (const { hash, message, paths = [] } of await readUntil(repository, branch.tip, wanted)) {
    if (branch.role?.name !== "hotfix" || !isReleaseWork(paths, product))
      fixes.push({ commit: hash, subject: firstLine(message) });
  }
  return fixes;
}

/** Whether a commit changes nothing but what a release writes by itself. */
export function isReleaseWork(paths: readonly string[], product: Product): boolean {
  return paths.length > 0 && paths.every((path) => isReleaseFile(path, product));
}

/** The wanted commits with their messages and paths; reading stops when all of them were seen. */
export async function readUntil(
  repository: BranchContext["repository"],
  to: string,
  wanted: ReadonlySet<string>,
): Promise<Commit[]> {
  const found: Commit[] = [];
  if (wanted.size === 0) return found;
  for await (const batch of repository.log({ to, paths: true })) {
    found.push(...batch.filter(({ hash }) => wanted.has(hash)));
    if (found.length === wanted.size) break;
  }
  return found;
}

/** What shows that a target holds the commits of a line, as far as it does not contain them. */
export async function readTargetFacts(
  context: BranchContext,
  branch: Pick<Branch, "tip">,
  target: Pick<Branch, "name" | "tip">,
  fixes: readonly Fix[],
): Promise<TargetFacts> {
  const { graph } = context.scene;
  const contains = (commit: string): boolean => graph.contains(target.tip, commit);
  const open = new Set(fixes.map(({ commit }) => commit).filter((commit) => !contains(commit)));
  const facts = { target: target.name, contains };
  if (open.size === 0) return { ...facts, picks: new Map(), samePatch: new Map() };
  const [there, here] = await Promise.all([
    readAll(context, target.tip, branch.tip),
    readUntil(context.repository, branch.tip, open),
  ]);
  const picks = picksOf(here, recordedPicks(there), contains, context);
  const left = here.filter(({ hash }) => !picks.has(hash));
  return { ...facts, picks, ...(await equalPatches(context, branch, left, there)) };
}

async function readAll({ repository }: BranchContext, to: string, not: string): Promise<Commit[]> {
  const found: Commit[] = [];
  for await (const batch of repository.log({ to, not: [not], paths: true })) found.push(...batch);
  return found;
}

/** Cherry-picks are on record in either direction: the target says where a commit comes from, or the branch does. */
function picksOf(
  here: readonly Commit[],
  pickedThere: ReadonlyMap<string, string>,
  contains: TargetFacts["contains"],
  { scene: { graph } }: BranchContext,
): Map<string, string> {
  const picks = new Map<string, string>();
  for (const commit of here) {
    const by = [...pickedThere].find(([original]) => commit.hash.startsWith(original))?.[1];
    const originals = [...recordedPicks([commit]).keys()];
    const found = by ?? originals.find((original) => graph.has(original) && contains(original));
    if (found !== undefined) picks.set(commit.hash, found);
  }
  return picks;
}

/** Equal patches touch equal files, so only commits that touch exactly those are compared. */
async function equalPatches(
  { reader }: BranchContext,
  branch: Pick<Branch, "tip">,
  open: readonly Commit[],
  there: readonly Commit[],
): Promise<Pick<TargetFacts, "samePatch" | "squashed">> {
  const samePatch = new Map<string, string>();
  const oldest = open.at(-1);
  if (oldest === undefined || oldest.parents[0] === undefined) return { samePatch };
  const whole = open.length > 1 ? await reader.changedBetween(oldest.parents[0], branch.tip) : [];
  const wanted = new Set([...open.map(({ paths = [] }) => pathKey(paths)), pathKey(whole)]);
  const candidates = there.filter(({ paths = [] }) => paths.length > 0 && wanted.has(pathKey(paths)));
  if (candidates.length === 0) return { samePatch };
  const patches = await reader.patchIds([...candidates, ...open].map(({ hash }) => hash));
  const byPatch = new Map(candidates.flatMap(({ hash }) => (patches.has(hash) ? [[patches.get(hash), hash]] : [])));
  for (const { hash } of open) {
    const same = patches.has(hash) ? byPatch.get(patches.get(hash)) : undefined;
    if (same !== undefined) samePatch.set(hash, same);
  }
  const all = open.length > 1 ? await reader.patchIdBetween(oldest.parents[0], branch.tip) : undefined;
  const squashed = all === undefined ? undefined : byPatch.get(all);
  return squashed === undefined ? { samePatch } : { samePatch, squashed };
}

function pathKey(paths: readonly string[]): string {
  return paths.toSorted().join("\0");
}
