import { equalBytes } from "../../kernel/bytes.ts";
import { splitPoint, subtreesOf, type ProofPlan, type Subtree } from "./subtree.ts";
import { nodeHash, type Hash } from "./tree-hash.ts";

/** Which hashes prove that a tree of `size` leaves holds the one at `index`, from the leaf upwards (RFC 6962, 2.1.1). */
export function inclusionPlan(index: number, size: number): ProofPlan {
  const plan: Subtree[][] = [];
  for (let [from, to] = [0, size]; to - from > 1;) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      plan.push(subtreesOf(middle, to));
      to = middle;
    } else {
      plan.push(subtreesOf(from, middle));
      from = middle;
    }
  }
  return plan.toReversed();
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** Hash of the leaf. */
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2). */
export function provesInclusion(hash: Hash, { index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [node, place, last] = [leaf, index, size - 1];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(hash, sibling, node);
      for (; place % 2 === 0 && place !== 0; last = Math.floor(last / 2)) place /= 2;
    } else {
      node = nodeHash(hash, node, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalBytes(node, root);
}
