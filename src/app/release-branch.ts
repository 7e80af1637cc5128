import type { Product } from "../config/product.ts";
import type { Finding } from "../domain/branch/finding.ts";
import { preparedFrom } from "../domain/branch/prepared-from.ts";
import { maintenanceRange } from "../domain/plan/maintenance.ts";
import type { Problem } from "../kernel/problem.ts";
import { checkWork } from "./check-branches.ts";
import type { LedgerAccess } from "./ledger-ports.ts";
import type { BranchReader, Repository } from "./ports.ts";
import { readBranches, type BranchRecords } from "./read-branches.ts";
import type { ReleaseFacts } from "./release-facts.ts";

/** What tells whether a branch may be released from. */
export interface BranchTools {
  readonly repository: Repository;
  readonly branches: BranchReader;
  readonly ledger: Pick<LedgerAccess, "openExisting">;
}

/**
 * Whether HEAD stands on a branch that may be released from (B-13), and which holds nothing that it must not (B-07, B-12,
 * B-16). Branches of channels and maintenance branches are release branches by what they are; a commit that is named by
 * hand is judged by nobody.
 */
export async function releaseBranchProblems(
  { repository, branches, ledger }: BranchTools,
  product: Product,
  { commit }: ReleaseFacts,
): Promise<Problem[]> {
  const { head, branch: name } = await repository.state();
  if (!product.branchesConfigured || head !== commit) return [];
  const isLine = name !== undefined && maintenanceRange(name) !== undefined;
  if (isLine || product.channels.some((channel) => channel.branch === name)) return [];
  const context = await readBranches(repository, branches, product);
  const standing = preparedFrom(context.scene, { head, branch: name, dirty: [] });
  const branch = context.scene.branches.find((each) => each.name === name);
  const blocking = async (exceptions: BranchRecords["exceptions"]): Promise<Finding[]> =>
    branch === undefined
      ? []
      : (await checkWork({ ...context, records: { ...context.records, exceptions } }, branch)).filter(
          ({ severity }) => severity === "blocks",
        );
  let held = await blocking([]);
  if (held.length > 0) {
    const { readExceptions } = await import("./branch-records.ts"); // few need to know how the ledger is read
    held = await blocking(await readExceptions(ledger, product));
  }
  return [
    ...standing.map((finding) => problemOf(finding, "a branch of `branches.releaseFrom`")),
    ...held.map((finding) => problemOf(finding, `a branch that keeps the rule ${finding.rule}, or an exception`)),
  ];
}

function problemOf({ found, action }: Finding, expected: string): Problem {
  return { code: "release-branch", kind: "refused", found, expected, action };
}
