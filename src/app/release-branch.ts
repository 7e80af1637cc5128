import type { Product } from "../config/product.ts";
import { preparedFrom } from "../domain/branch/prepared-from.ts";
import { maintenanceRange } from "../domain/plan/maintenance.ts";
import type { Problem } from "../kernel/problem.ts";
import type { BranchReader, Repository } from "./ports.ts";
import { readBranches } from "./read-branches.ts";
import type { ReleaseFacts } from "./release-facts.ts";

/**
 * Whether HEAD stands on a branch that may be released from (B-13). Branches of channels and maintenance branches are
 * release branches by what they are; a commit that is named by hand is judged by nobody.
 */
export async function releaseBranchProblems(
  repository: Repository,
  reader: BranchReader,
  product: Product,
  { commit }: ReleaseFacts,
): Promise<Problem[]> {
  const { head, branch } = await repository.state();
  if (!product.branchesConfigured || head !== commit) return [];
  const isLine = branch !== undefined && maintenanceRange(branch) !== undefined;
  if (isLine || product.channels.some((channel) => channel.branch === branch)) return [];
  const { scene } = await readBranches(repository, reader, product);
  return preparedFrom(scene, { head, branch, dirty: [] }).map(({ found, action }) => ({
    code: "release-branch",
    kind: "refused",
    found,
    expected: "a branch of `branches.releaseFrom`",
    action,
  }));
}
