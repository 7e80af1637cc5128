import { must } from "../../kernel/assert.ts";

/** SHA-256, handed in because this room computes nothing that the platform has to. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

/** Hash of an entry, over the exact bytes that are stored (RFC 6962, section 2.1). */
export function leafHash(hash: Hash, entry: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(entry.length + 1);
  bytes.set(entry, 1);
  return hash(bytes);
}

/** Hash of two neighbouring subtrees; its first byte keeps a node from passing for an entry. */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return hash(bytes);
}

/** Hash of a run of leaves from the hashes of the full subtrees it is made of, the largest first. */
export function foldSubtrees(hash: Hash, subtrees: readonly Uint8Array[]): Uint8Array {
  if (subtrees.length === 0) return hash(new Uint8Array());
  return subtrees.reduceRight((right, left) => nodeHash(hash, left, right));
}

/** Root of a full subtree from its leaves or from its nodes of one level; their number is a power of two. */
export function fullSubtree(hash: Hash, nodes: readonly Uint8Array[]): Uint8Array {
  let row = nodes;
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(hash, row[2 * at]!, row[2 * at + 1]!));
  return must(row[0], "a subtree has at least one leaf");
}
