import type { Product } from "../../config/product.ts";
import { byTime, openItems, type EvidenceRecord } from "../../domain/evidence/evidence-record.ts";
import type { Problem } from "../../kernel/problem.ts";
import type { VerificationTools } from "./collect-verification.ts";
import { openEvidence } from "./evidence-store.ts";
import { placeEvidence } from "./place-evidence.ts";

export interface ListedEvidence {
  readonly record: EvidenceRecord;
  /** Whether it counts for the commit that was asked about. */
  readonly counts: boolean;
  /** Failed tests or findings nobody has settled. */
  readonly open: readonly string[];
}

/** Everything that is recorded, the latest first, and what is wrong with it. */
export async function listEvidence(
  tools: VerificationTools,
  product: Product,
  revision: string | undefined,
): Promise<{ commit: string; evidence: readonly ListedEvidence[]; problems: readonly Problem[] }> {
  const commit = await tools.repository.resolve(revision ?? "HEAD");
  const store = openEvidence(tools, product);
  const records = await store.records();
  const placed = await placeEvidence(tools, product, records, { commit, since: undefined });
  const evidence = placed
    .toSorted((a, b) => byTime(b.record, a.record))
    .map(({ record, place }) => ({
      record,
      counts: place === "counts",
      open: [...new Set(openItems(record).map(({ name }) => name))],
    }));
  return { commit, evidence, problems: await store.alterations(records) };
}
