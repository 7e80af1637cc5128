import { EMPTY_FRONTIER, frontierRoot, grow, type Frontier } from "../../domain/merkle/frontier.ts";
import { levelCount, levelWidth, tileAt, tilePath, TILE_WIDTH, type Tile } from "../../domain/merkle/tile.ts";
import { HASH_BYTES, leafHash, type Hash } from "../../domain/merkle/tree-hash.ts";
import { equalBytes } from "../../kernel/bytes.ts";
import { must } from "../../kernel/assert.ts";
import type { LogCrypto, LogFiles } from "../log-ports.ts";
import { FINDINGS_MAX } from "./log-finding.ts";
import { splitHashes } from "./read-tree.ts";

/** The entries below one tile of level 0, as far as they can be read. */
export interface EntryGroup {
  /** `undefined` for one that is missing. */
  readonly entries: readonly (Uint8Array | undefined)[];
  /** Where they stand, for people: a file or the ledger. */
  readonly where: string;
  /** What is wrong beside the entries themselves, such as bytes after the last one. */
  readonly fault?: string;
}

/** An earlier checkpoint. */
export interface Mark {
  readonly name: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** A tile of level 0 that does not agree with the entries below it. */
export interface Disagreement {
  readonly tile: Tile;
  /** Hashes of the entries as they are; `undefined` for one that is missing. */
  readonly leaves: readonly (Uint8Array | undefined)[];
  readonly where: string;
}

export interface Comparison {
  /** Root over the entries; absent when some could not be read, so that nothing follows from the others. */
  readonly root: Uint8Array | undefined;
  readonly disagreements: readonly Disagreement[];
  /** Tiles of higher levels that do not hold what follows from the entries. */
  readonly upper: readonly Tile[];
  readonly faults: readonly { readonly where: string; readonly index: number; readonly fault: string }[];
  /** Where the entries ended before the log did; absent when they did not. */
  readonly endedAt: number | undefined;
  /** Earlier checkpoints whose root is not the one that the entries had. */
  readonly forks: readonly Mark[];
}

interface Task {
  readonly files: LogFiles;
  readonly crypto: LogCrypto;
  readonly size: number;
  /** Ordered by size. */
  readonly marks: readonly Mark[];
  entries(size: number): AsyncIterable<EntryGroup>;
  readonly onEntry?: (size: number) => void;
}

/** Builds the tree once more from the entries, and notes every tile and every earlier root that differs. One pass. */
export async function compareTree({ files, crypto, size, marks, entries, onEntry }: Task): Promise<Comparison> {
  const found = {
    disagreements: [] as Disagreement[],
    upper: [] as Tile[],
    faults: [] as Comparison["faults"][number][],
  };
  const rebuilt = rebuild(crypto.hash, marks);
  let group = 0;
  for await (const { entries: bytes, where, fault } of entries(size)) {
    const tile = must(tileAt(0, group, size), "there are as many groups of entries as tiles");
    const leaves = bytes.map((entry) => entry && leafHash(crypto.hash, entry));
    const all = leaves.filter((leaf) => leaf !== undefined);
    const isWhole = all.length === tile.width && leaves.length === tile.width;
    const stored = await files.read(tilePath(tile));
    if (fault !== undefined) add(found.faults, { where, index: group * TILE_WIDTH, fault });
    if (stored === undefined || !isWhole || !isTileOf(all, stored)) add(found.disagreements, { tile, leaves, where });
    rebuilt.add(isWhole ? all : undefined);
    group += 1;
    onEntry?.(Math.min(size, group * TILE_WIDTH));
  }
  for (let level = 1; level < levelCount(size); level++)
    for (let index = 0; index * TILE_WIDTH < levelWidth(level, size); index++) {
      const tile = must(tileAt(level, index, size), "tiles of a level stand side by side");
      const stored = await files.read(tilePath(tile));
      const wanted = rebuilt.row(level, tile);
      if (stored === undefined || (wanted !== undefined && !isTileOf(wanted, stored))) add(found.upper, tile);
    }
  const isShort = group * TILE_WIDTH < size;
  return {
    ...found,
    root: rebuilt.root(size),
    forks: rebuilt.forks,
    endedAt: isShort ? group * TILE_WIDTH : undefined,
  };
}

/** The tree as it follows from the entries, until some are missing. */
function rebuild(hash: Hash, marks: readonly Mark[]) {
  let frontier: Frontier | undefined = EMPTY_FRONTIER;
  const rows: Uint8Array[][] = []; // of the levels above 0: one hash for 256 entries and fewer
  const forks: Mark[] = [];
  let next = 0;
  const compareMarks = (frontier: Frontier): void => {
    for (let mark = marks[next]; mark?.size === frontier.size; mark = marks[++next])
      if (!equalBytes(frontierRoot(hash, frontier), mark.root)) add(forks, mark);
  };
  compareMarks(EMPTY_FRONTIER);
  return {
    forks,
    add(leaves: readonly Uint8Array[] | undefined): void {
      if (leaves === undefined) frontier = undefined;
      for (const leaf of leaves ?? []) {
        if (frontier === undefined) return; // after a gap nothing follows any more
        const step = grow(hash, frontier, leaf);
        frontier = step.frontier;
        for (let level = 1; 8 * level < step.completed.length; level++)
          (rows[level] ??= []).push(step.completed[8 * level]!);
        compareMarks(frontier);
      }
    },
    row: (level: number, { index, width }: Tile): readonly Uint8Array[] | undefined =>
      frontier === undefined ? undefined : rows[level]?.slice(index * TILE_WIDTH, index * TILE_WIDTH + width),
    root: (size: number): Uint8Array | undefined =>
      frontier?.size === size ? frontierRoot(hash, frontier) : undefined,
  };
}

function isTileOf(hashes: readonly Uint8Array[], stored: Uint8Array): boolean {
  const there = splitHashes(stored);
  if (stored.length !== hashes.length * HASH_BYTES) return false;
  return hashes.every((hash, at) => equalBytes(hash, there[at]!));
}

function add<T>(list: T[], item: T): void {
  if (list.length < FINDINGS_MAX) list.push(item);
}
