import type { Branch } from "../domain/branch/scene.ts";
import type { FeatureMerge } from "../domain/branch/tested.ts";
import { byTime } from "../domain/evidence/evidence-record.ts";
import { shortcoming } from "../domain/evidence/suite.ts";
import { recordsAt } from "./evidence/evidence-store.ts";
import { placeEvidence } from "./evidence/place-evidence.ts";
import type { BranchContext } from "./read-branches.ts";

/**
 * The merges of these that no evidence proves. What is recorded on the branch counts for the commit that was merged, or for
 * the merge itself, when nothing but what a release writes differs; the last run of every suite has to have passed.
 */
export async function withoutEvidence(
  { repository, reader, product }: BranchContext,
  { tip }: Branch,
  merges: readonly FeatureMerge[],
): Promise<FeatureMerge[]> {
  if (merges.length === 0) return [];
  const records = await recordsAt({ repository }, product, tip);
  const tools = { repository, branches: reader };
  const hasPassed = async (commit: string): Promise<boolean> => {
    const placed = await placeEvidence(tools, product, records, { commit, since: undefined });
    const runs = placed.flatMap(({ record, place }) => (place === "counts" && record.kind === "tests" ? [record] : []));
    const last = new Map(runs.toSorted(byTime).map((run) => [run.suite, run]));
    const suites = product.tests.suites;
    const isGood = (run: (typeof runs)[number]): boolean =>
      shortcoming(suites.find(({ name }) => name === run.suite) ?? { count: null }, run) === undefined;
    return last.size > 0 && [...last.values()].every(isGood);
  };
  const open: FeatureMerge[] = [];
  for (const each of merges) if (!(await hasPassed(each.merged)) && !(await hasPassed(each.merge))) open.push(each);
  return open;
}
