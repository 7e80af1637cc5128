import { shortHash } from "../commit/commit.ts";
import { listed, type Finding } from "./finding.ts";
import type { Branch, Scene } from "./scene.ts";
import { startOf } from "./start.ts";

/** How a target holds a commit: by ancestry, by a commit that does the same, or not at all. */
export type Containment = "contained" | "equivalent" | "missing";

/** What shows that a target holds a commit. */
export type Evidence = "ancestry" | "cherry-pick on record" | "same patch" | "same patch, squashed";

export interface CommitProof {
  readonly commit: string;
  readonly subject: string;
  readonly state: Containment;
  /** The commit of the target that shows it; absent when the commit itself is there, or nothing is. */
  readonly by?: string;
  readonly evidence?: Evidence;
}

export interface TargetProof {
  readonly target: string;
  readonly state: Containment;
  readonly commits: readonly CommitProof[];
}

export interface Fix {
  readonly commit: string;
  readonly subject: string;
}

/** What was read about one target, as far as ancestry did not answer already. */
export interface TargetFacts {
  readonly target: string;
  contains(commit: string): boolean;
  /** By commit of the branch: the commit of the target that is recorded as its cherry-pick, or as its original. */
  readonly picks: ReadonlyMap<string, string>;
  /** By commit of the branch: the commit of the target with an equal patch. */
  readonly samePatch: ReadonlyMap<string, string>;
  /** The commit of the target whose patch equals that of the whole branch. */
  readonly squashed?: string;
}

/** Proves for one target, commit by commit, that it holds the work of a branch. */
export function proveMergeBack(fixes: readonly Fix[], facts: TargetFacts): TargetProof {
  const commits = fixes.map((fix): CommitProof => {
    if (facts.contains(fix.commit)) return { ...fix, state: "contained", evidence: "ancestry" };
    const pick = facts.picks.get(fix.commit);
    if (pick !== undefined) return { ...fix, state: "equivalent", by: pick, evidence: "cherry-pick on record" };
    const same = facts.samePatch.get(fix.commit);
    if (same !== undefined) return { ...fix, state: "equivalent", by: same, evidence: "same patch" };
    if (facts.squashed !== undefined)
      return { ...fix, state: "equivalent", by: facts.squashed, evidence: "same patch, squashed" };
    return { ...fix, state: "missing" };
  });
  const has = (state: Containment): boolean => commits.some((proof) => proof.state === state);
  const state = has("missing") ? "missing" : has("equivalent") ? "equivalent" : "contained";
  return { target: facts.target, state, commits };
}

/** Commits recorded as picked, by the text git writes: original → the commit that says so. */
export function recordedPicks(commits: Iterable<{ hash: string; message: string }>): Map<string, string> {
  const picks = new Map<string, string>();
  for (const { hash, message } of commits) {
    for (const found of message.matchAll(/\(cherry picked from commit ([0-9a-f]{7,64})\)/g)) picks.set(found[1]!, hash);
  }
  return picks;
}

/**
 * The commits a branch brought into being: its own and what was merged from elsewhere, without what it took over from
 * main or another long-lived branch. Merges are left out: their commits count themselves.
 */
export function workOf(scene: Scene, branch: Branch): string[] {
  const { graph, mainLine } = scene;
  const start = startOf(scene, branch);
  // Merged by fast-forward: the line of the branch is main's own now, down to the release it started from.
  const isMain = start.own.length === 0 && mainLine.has(branch.tip);
  if (isMain && start.release === undefined) return [branch.tip];
  const base = isMain ? start.release!.commit : start.commit;
  const synced = start.own.flatMap((hash) => graph.parents(hash).slice(1)).filter((parent) => mainLine.has(parent));
  const work = graph.between([...(base === undefined ? [] : [base]), ...synced], branch.tip);
  return work.filter((hash) => graph.parents(hash).length < 2);
}

/**
 * The finding for targets that lack work of a branch, with the command that brings it there.
 * @param revision what names the work for git, where the branch is gone
 */
export function missingIn(
  rule: string,
  branch: Branch,
  proofs: readonly TargetProof[],
  revision = branch.name,
): Finding[] {
  return proofs
    .filter(({ state }) => state === "missing")
    .map(({ target, commits }) => {
      const missing = commits.filter(({ state }) => state === "missing");
      const lines = missing.map(({ commit, subject }) => `${shortHash(commit)} ${subject.slice(0, 100)}`);
      return {
        rule,
        branch: branch.name,
        severity: "blocks",
        found: `${target} lacks ${missing.length} of ${commits.length} commits of ${branch.name}:${listed(lines)}`,
        action: mergeCommand(target, revision, missing),
      };
    });
}

/** A merge keeps the proof by ancestry; single commits are picked with their origin on record. */
export function mergeCommand(target: string, branch: string, missing: readonly CommitProof[]): string {
  const hashes = missing.toReversed().map(({ commit }) => shortHash(commit));
  return `git switch ${target} && git merge --no-ff ${branch}   (or: git cherry-pick -x ${hashes.join(" ")})`;
}
