import { LATEST_RELEASE } from "./branch-rules.ts";
import { commits, days, type Finding } from "./finding.ts";
import { branchesOf, type Branch, type Scene } from "./scene.ts";
import { startOf } from "./start.ts";

/** How far a branch and its base went apart. */
export interface Freshness {
  /** Name of the branch it is compared with. */
  readonly base: string;
  readonly ahead: number;
  readonly behind: number;
  /** Days since its first own commit; since its tip when it has none. */
  readonly ageDays: number;
  /** Days since the base got the first commit that the branch lacks. */
  readonly behindDays: number;
}

const DAY_SECONDS = 86_400;

/** @param now Unix seconds */
export function freshnessOf(scene: Scene, branch: Branch, now: number): Freshness {
  const { graph } = scene;
  const base = baseBranch(scene, branch);
  const missing = graph.between([branch.tip], base.tip);
  const first = startOf(scene, branch).own.at(-1) ?? branch.tip;
  const since = Math.min(...missing.map((hash) => graph.committedAt(hash)));
  return {
    base: base.name,
    ahead: graph.between([base.tip], branch.tip).length,
    behind: missing.length,
    ageDays: daysBetween(graph.committedAt(first), now),
    behindDays: missing.length === 0 ? 0 : daysBetween(since, now),
  };
}

/** A feature branch that did not take in its base for too long; only what is not merged yet can be stale. */
export function staleBranch({ rules }: Scene, branch: Branch, freshness: Freshness): Finding | undefined {
  const { base, ahead, behind, behindDays } = freshness;
  if (branch.role?.name !== "feature" || ahead === 0) return undefined;
  if (behind <= rules.staleCommits && behindDays <= rules.staleDays) return undefined;
  return {
    rule: "B-05",
    branch: branch.name,
    severity: "warns",
    found: `${branch.name} is ${commits(behind)} behind ${base}, the oldest of them ${days(behindDays)} old (at most ${days(rules.staleDays)} and ${commits(rules.staleCommits)})`,
    action: `git switch ${branch.name} && git merge ${base}`,
  };
}

/** The branch it started on; where that is a tag or unknown, main. */
function baseBranch(scene: Scene, branch: Branch): Branch {
  const base = branch.role?.base ?? null;
  if (base === null || base === "main" || base === LATEST_RELEASE) return scene.main;
  const allowed = branchesOf(scene, base).filter((other) => other.name !== branch.name);
  const near = [...scene.sideLinesAt(branch.tip), ...startOf(scene, branch).on];
  return near.find((other) => allowed.includes(other)) ?? allowed.at(-1) ?? scene.main;
}

function daysBetween(from: number, now: number): number {
  return Math.max(0, Math.floor((now - from) / DAY_SECONDS));
}
