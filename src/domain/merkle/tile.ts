import type { Subtree } from "./subtree.ts";

/** Hashes in a full tile, and so the levels of the tree between one level of tiles and the next: 256 = 2^8. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** A file of the log (C2SP tlog-tiles): up to 256 hashes of one level, or the entries below a tile of level 0. */
export interface Tile {
  readonly level: number | "entries";
  readonly index: number;
  /** How many hashes or entries it holds: 1 to 256. */
  readonly width: number;
}

/** `tile/0/x001/x234/067`, and `.p/5` after it when the tile is not full. */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, "0")];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  return `tile/${level}/${groups.join("/")}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** The tile a path names; absent when it is not exactly a path that `tilePath` writes. */
export function parseTilePath(path: string): Tile | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match === null) return undefined;
  const tile: Tile = {
    level: match[1] === "entries" ? "entries" : Number(match[1]),
    index: Number(match[2]!.replaceAll(/[x/]/g, "")),
    width: Number(match[3] ?? TILE_WIDTH),
  };
  return tile.width > 0 && tile.width <= TILE_WIDTH && tilePath(tile) === path ? tile : undefined;
}

/** How many hashes the tiles of a level hold together: only full tiles feed the next level. */
export function levelWidth(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** How many levels of tiles a tree has. */
export function levelCount(size: number): number {
  let level = 0;
  while (levelWidth(level, size) > 0) level += 1;
  return level;
}

/** The tile at a place of a tree of `size` entries; absent when the tree does not reach that far. */
export function tileAt(level: number | "entries", index: number, size: number): Tile | undefined {
  const width = Math.min(TILE_WIDTH, levelWidth(level === "entries" ? 0 : level, size) - index * TILE_WIDTH);
  return width > 0 ? { level, index, width } : undefined;
}

/** Whether a tree of `size` entries has exactly this tile, neither wider nor narrower. */
export function isTileOf(tile: Tile, size: number): boolean {
  return tileAt(tile.level, tile.index, size)?.width === tile.width;
}

/** Where the nodes stand from which the root of a full subtree follows: a run of hashes in one tile. */
export interface TileRange {
  readonly tile: Tile;
  readonly first: number;
  readonly count: number;
}

/** The hashes of a tree of `size` entries that give the root of one of its full subtrees. */
export function rangeOfSubtree({ level, index }: Subtree, size: number): TileRange | undefined {
  const above = level % TILE_HEIGHT;
  const count = 2 ** above;
  const perTile = TILE_WIDTH / count;
  const tile = tileAt((level - above) / TILE_HEIGHT, Math.floor(index / perTile), size);
  return tile === undefined ? undefined : { tile, first: (index % perTile) * count, count };
}
