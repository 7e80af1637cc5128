import type { Product } from "../../config/product.ts";
import { itemOf, type CheckItem } from "../../domain/evidence/check-item.ts";
import type { Verification } from "../../domain/evidence/evidence.ts";
import { verificationItems } from "../../domain/evidence/verification-items.ts";
import { examineEvidence, type VerificationTools } from "../evidence/collect-verification.ts";
import type { ReleaseFacts } from "../release-facts.ts";

/** Tests and scans at the commit of a release, and whether the evidence is what was kept. */
export async function evidenceItems(
  tools: VerificationTools,
  product: Product,
  { commit, version, plan }: ReleaseFacts,
): Promise<{ items: readonly CheckItem[]; verification: Verification }> {
  const since = plan?.current == null ? undefined : await tools.repository.resolve(plan.current.commit);
  const { root } = await tools.repository.state();
  const revision = root === undefined ? commit : undefined; // a bare repository has only what was committed
  const { answer, problems } = await examineEvidence(tools, product, { commit, since, version, revision });
  const kept = `${answer.used.length} ${answer.used.length === 1 ? "record agrees" : "records agree"} with the reports`;
  const integrity = itemOf("evidence", "evidence is unaltered", problems, kept);
  const items = verificationItems(answer, { resolutions: product.tests.resolutions, scan: product.scan });
  return {
    items: answer.used.length === 0 && problems.length === 0 ? items : [...items, integrity],
    verification: answer.verification,
  };
}
