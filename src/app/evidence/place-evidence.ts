import type { Product } from "../../config/product.ts";
import type { EvidenceRecord } from "../../domain/evidence/evidence-record.ts";
import type { Place, PlacedRecord } from "../../domain/evidence/verification.ts";
import type { BranchReader, Repository } from "../ports.ts";
import { foreignDifferences } from "./release-only.ts";

/** The release that evidence is asked about. */
export interface EvidenceQuestion {
  /** Commit of the release, or the one it will be made from. */
  readonly commit: string;
  /** Commit of the release before; absent for the first one. */
  readonly since: string | undefined;
}

/**
 * What each record has to do with a release. It counts when its commit is the release's, or lies before it since the
 * last release and differs from it in nothing but what a release itself writes (G-08).
 */
export async function placeEvidence(
  tools: { repository: Repository; branches: BranchReader },
  product: Product,
  records: readonly EvidenceRecord[],
  { commit, since }: EvidenceQuestion,
): Promise<readonly PlacedRecord[]> {
  const commits = new Set(records.map((record) => record.commit));
  const isAlone = [...commits].every((each) => each === commit);
  const range = isAlone ? new Set<string>() : await commitsBetween(tools.repository, since, commit);
  const scanned = new Set(records.filter(({ kind }) => kind === "scan").map((record) => record.commit));
  const places = new Map<string, Place>();
  for (const each of commits) {
    if (each === commit) places.set(each, "counts");
    else if (range.has(each)) {
      const isSame = (await foreignDifferences(tools, product, each, commit)).length === 0;
      places.set(each, isSame ? "counts" : "since");
    } else if (since !== undefined && scanned.has(each))
      places.set(each, (await tools.repository.isAncestor(each, since)) ? "before" : "other");
  }
  return records.map((record) => ({ record, place: places.get(record.commit) ?? "other" }));
}

async function commitsBetween(
  repository: Repository,
  since: string | undefined,
  to: string,
): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  const not = since === undefined ? {} : { not: [since] };
  for await (const batch of repository.log({ to, ...not })) for (const { hash } of batch) hashes.add(hash);
  return hashes;
}
