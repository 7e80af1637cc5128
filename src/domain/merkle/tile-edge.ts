import { subtreesOf } from "./subtree.ts";
import { levelCount, levelWidth, TILE_WIDTH } from "./tile.ts";
import { fullSubtree, type Hash } from "./tree-hash.ts";
import type { Frontier } from "./frontier.ts";

/** For each level of tiles the hashes of the tile that is not full yet; none where the last one is full. */
export type TileEdge = readonly (readonly Uint8Array[])[];

/** How many hashes the edge of a tree holds at each level. */
export function edgeWidths(size: number): number[] {
  return Array.from({ length: levelCount(size) }, (_, level) => levelWidth(level, size) % TILE_WIDTH);
}

/** The frontier of the tree whose unfinished tiles these are. */
export function frontierOfEdge(hash: Hash, edge: TileEdge): Frontier {
  const size = edge.reduce((sum, hashes, level) => sum + hashes.length * TILE_WIDTH ** level, 0);
  const subtrees = edge.toReversed().flatMap((hashes) =>
    subtreesOf(0, hashes.length).map(({ level, index }) => {
      const first = index * 2 ** level;
      return fullSubtree(hash, hashes.slice(first, first + 2 ** level));
    }),
  );
  return { size, subtrees };
}
