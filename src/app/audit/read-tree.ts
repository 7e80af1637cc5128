import { must } from "../../kernel/assert.ts";
import { subtreesOf, type ProofPlan, type Subtree } from "../../domain/merkle/subtree.ts";
import { rangeOfSubtree, tileAt, tilePath, TILE_WIDTH, levelWidth, type Tile } from "../../domain/merkle/tile.ts";
import { edgeWidths, type TileEdge } from "../../domain/merkle/tile-edge.ts";
import { foldSubtrees, fullSubtree, HASH_BYTES, type Hash } from "../../domain/merkle/tree-hash.ts";
import type { LogFiles } from "../log-ports.ts";
import { brokenLog } from "./log-problems.ts";

/** A tree of a known size whose tiles lie in files. Nothing it says is true before it led to a signed root. */
export interface StoredTree {
  readonly files: LogFiles;
  readonly hash: Hash;
  readonly size: number;
}

/** Root over the first `size` entries. */
export async function rootAt(tree: StoredTree, size: number): Promise<Uint8Array> {
  const [root] = await readProof(tree, [subtreesOf(0, size)]);
  return must(root, "one root was asked for");
}

/** The hashes of a proof. Each tile is read once. */
export async function readProof({ files, hash, size }: StoredTree, plan: ProofPlan): Promise<Uint8Array[]> {
  const tiles = new Map<string, readonly Uint8Array[]>();
  const subtreeRoot = async (subtree: Subtree): Promise<Uint8Array> => {
    const { tile, first, count } = must(rangeOfSubtree(subtree, size), "proofs stay inside their tree");
    const path = tilePath(tile);
    const hashes = tiles.get(path) ?? (await readTile(files, tile));
    tiles.set(path, hashes);
    return fullSubtree(hash, hashes.slice(first, first + count));
  };
  const proof: Uint8Array[] = [];
  for (const subtrees of plan) {
    const roots: Uint8Array[] = [];
    for (const subtree of subtrees) roots.push(await subtreeRoot(subtree));
    proof.push(foldSubtrees(hash, roots));
  }
  return proof;
}

/** The unfinished tiles along the right edge. */
export async function readEdge(files: LogFiles, size: number): Promise<TileEdge> {
  const edge: Uint8Array[][] = [];
  for (const [level, width] of edgeWidths(size).entries()) {
    const tile = tileAt(level, Math.floor(levelWidth(level, size) / TILE_WIDTH), size);
    edge.push(width === 0 || tile === undefined ? [] : await readTile(files, tile));
  }
  return edge;
}

/** The hashes of a tile that has to be there. */
async function readTile(files: LogFiles, tile: Tile): Promise<Uint8Array[]> {
  const path = tilePath(tile);
  const bytes = await files.read(path);
  if (bytes === undefined) throw brokenLog(files.place, `${path} is missing`);
  if (bytes.length !== tile.width * HASH_BYTES) throw brokenLog(files.place, `${path} has ${bytes.length} bytes`);
  return splitHashes(bytes);
}

/** The hashes a tile consists of; bytes that are no whole hash are left out. */
export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}
