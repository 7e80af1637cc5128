import { equalBytes } from "../../kernel/bytes.ts";
import { splitPoint, subtreesOf, type ProofPlan, type Subtree } from "./subtree.ts";
import { nodeHash, type Hash } from "./tree-hash.ts";

/**
 * Which hashes prove that a tree of `size` leaves begins with the whole of one of `before` leaves (RFC 6962, 2.1.2).
 * None when either is empty or both are equal.
 */
export function consistencyPlan(before: number, size: number): ProofPlan {
  if (before === 0 || before === size) return [];
  const plan: Subtree[][] = [];
  let [from, to] = [0, size];
  while (before < to) {
    const middle = from + splitPoint(to - from);
    if (before <= middle) {
      plan.push(subtreesOf(middle, to));
      to = middle;
    } else {
      plan.push(subtreesOf(from, middle));
      from = middle;
    }
  }
  if (from > 0) plan.push(subtreesOf(from, to)); // without it the old tree is a full subtree whose root is known
  return plan.toReversed();
}

export interface ConsistencyClaim {
  readonly before: { readonly size: number; readonly root: Uint8Array };
  readonly after: { readonly size: number; readonly root: Uint8Array };
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof shows that the later tree only appended to the earlier one (RFC 9162, 2.1.4.2). */
export function provesConsistency(hash: Hash, { before, after, proof }: ConsistencyClaim): boolean {
  if (before.size < 0 || before.size > after.size) return false;
  if (before.size === after.size) return proof.length === 0 && equalBytes(before.root, after.root);
  if (before.size === 0) return proof.length === 0 && equalBytes(before.root, hash(new Uint8Array()));
  const [first, ...siblings] = isPowerOfTwo(before.size) ? [before.root, ...proof] : proof;
  if (first === undefined) return false;
  let [place, last] = [before.size - 1, after.size - 1];
  for (; place % 2 === 1; last = Math.floor(last / 2)) place = (place - 1) / 2;
  let [old, current] = [first, first];
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = nodeHash(hash, sibling, old);
      current = nodeHash(hash, sibling, current);
      for (; place % 2 === 0 && place !== 0; last = Math.floor(last / 2)) place /= 2;
    } else {
      current = nodeHash(hash, current, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalBytes(old, before.root) && equalBytes(current, after.root);
}

function isPowerOfTwo(size: number): boolean {
  return splitPoint(size * 2) === size;
}
