import { ROLE_NAMES } from "../domain/branch/branch-rules.ts";
import { freshnessOf, staleBranch, type Freshness } from "../domain/branch/freshness.ts";
import { activeReleases, releaseBranchState } from "../domain/branch/release-branches.ts";
import type { Branch } from "../domain/branch/scene.ts";
import { mergedReleases, proveTargets } from "./merge-back.ts";
import type { BranchContext } from "./read-branches.ts";

/** One branch as the list shows it. */
export interface BranchRow extends Freshness {
  readonly name: string;
  readonly role: string | null;
  readonly version: string | null;
  readonly tip: string;
  readonly remote: string | null;
  readonly upstream: string | null;
  readonly state: string;
}

/**
 * Every branch with its role, in the order of the roles, then by name. Branches without a role come last.
 * @param now Unix seconds
 */
export async function listBranches(context: BranchContext, now: number): Promise<BranchRow[]> {
  const merged = await mergedReleases(context);
  const active = activeReleases(context.scene, (branch) => merged.has(branch));
  const rows: BranchRow[] = [];
  for (const branch of context.scene.branches) {
    const freshness = freshnessOf(context.scene, branch, now);
    rows.push({
      name: branch.name,
      role: branch.role?.name ?? null,
      version: branch.version ?? null,
      ...freshness,
      tip: branch.tip,
      remote: branch.remote,
      upstream: branch.upstream,
      state: await stateOf(context, branch, { active, merged, freshness }),
    });
  }
  const rank = ({ role }: BranchRow): number => (ROLE_NAMES as readonly (string | null)[]).indexOf(role) >>> 0;
  return rows.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

async function stateOf(
  context: BranchContext,
  branch: Branch,
  { active, merged, freshness }: { active: readonly Branch[]; merged: ReadonlySet<Branch>; freshness: Freshness },
): Promise<string> {
  const { scene } = context;
  switch (branch.role?.name) {
    case "release": {
      const state = releaseBranchState(scene, branch, (other) => merged.has(other));
      return { open: "active", unmerged: "tagged, not merged back", closed: "released", cancelled: "cancelled" }[state];
    }
    case "hotfix": {
      const { targets } = await proveTargets(context, branch, active);
      const missing = targets.filter(({ state }) => state === "missing").map(({ target }) => target);
      return missing.length === 0 ? "merged back" : `missing in ${missing.join(", ")}`;
    }
    case "feature":
      if (freshness.ahead === 0) return "merged";
      return staleBranch(scene, branch, freshness) === undefined ? "open" : "stale";
    default:
      return branch === scene.main ? scene.rules.meaning : "";
  }
}
