import { foldSubtrees, nodeHash, type Hash } from "./tree-hash.ts";

/**
 * All of a tree that is needed to make it grow and to tell its root: the roots of the full subtrees along its right
 * edge, the largest first. Their number is at most the logarithm of the size.
 */
export interface Frontier {
  readonly size: number;
  readonly subtrees: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, subtrees: [] };

export interface Growth {
  readonly frontier: Frontier;
  /** Roots of the full subtrees that the leaf completed: at index L the one of height L, so the leaf itself at 0. */
  readonly completed: readonly Uint8Array[];
}

/** Adds the hash of one leaf. */
export function grow(hash: Hash, { size, subtrees }: Frontier, leaf: Uint8Array): Growth {
  const rest = [...subtrees];
  const completed = [leaf];
  let node = leaf;
  for (let trees = size; trees % 2 === 1; trees = (trees - 1) / 2) {
    node = nodeHash(hash, rest.pop()!, node); // each odd count of subtrees of a height means that one is waiting
    completed.push(node);
  }
  rest.push(node);
  return { frontier: { size: size + 1, subtrees: rest }, completed };
}

/** Root of the tree; of the empty one the hash of nothing. */
export function frontierRoot(hash: Hash, { subtrees }: Frontier): Uint8Array {
  return foldSubtrees(hash, subtrees);
}
