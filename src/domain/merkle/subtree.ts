/** A full subtree: it holds the leaves from `index * 2^level` to before `(index + 1) * 2^level`. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** For each hash of a proof the full subtrees it is made of, the largest first. */
export type ProofPlan = readonly (readonly Subtree[])[];

/** The full subtrees that a run of leaves consists of. `from` is a place where a tree of that length may begin. */
export function subtreesOf(from: number, to: number): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (2 ** (level + 1) <= to - at) level += 1;
    subtrees.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}

/** Where a run of at least two leaves is divided: after the largest power of two that is smaller than it. */
export function splitPoint(length: number): number {
  let middle = 1;
  while (middle * 2 < length) middle *= 2;
  return middle;
}
