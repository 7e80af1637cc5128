import type { Checkpoint } from "../../domain/merkle/checkpoint.ts";
import { frontierRoot } from "../../domain/merkle/frontier.ts";
import { levelCount, levelWidth, tileAt, tilePath, TILE_WIDTH, type Tile } from "../../domain/merkle/tile.ts";
import { frontierOfEdge } from "../../domain/merkle/tile-edge.ts";
import { fullSubtree, HASH_BYTES } from "../../domain/merkle/tree-hash.ts";
import { equalBytes } from "../../kernel/bytes.ts";
import type { LogCrypto, LogFiles } from "../log-ports.ts";
import type { Comparison, Disagreement } from "./compare-tree.ts";
import type { LogFinding } from "./log-finding.ts";
import { splitHashes } from "./read-tree.ts";

interface Case {
  readonly files: LogFiles;
  readonly crypto: LogCrypto;
  readonly checkpoint: Checkpoint;
  readonly compared: Comparison;
}

/**
 * Says who lies where entries and tiles disagree. The signed root decides: when the entries lead to it, the tiles were
 * changed; a tile that leads to it convicts the entries below it.
 */
export async function blameTree({ files, crypto, checkpoint, compared }: Case): Promise<LogFinding[]> {
  const findings: LogFinding[] = compared.faults.map(({ where, index, fault }) => entryFinding(where, index, fault));
  const tiles = witness(files, crypto, checkpoint);
  if (compared.root !== undefined && equalBytes(compared.root, checkpoint.root)) {
    for (const tile of [...compared.disagreements.map((each) => each.tile), ...compared.upper])
      findings.push(tileFinding(tile, await tiles.complaint(tile, true)));
    for (const { name, size } of compared.forks) findings.push(forkFinding(name, size));
    return findings;
  }
  if (compared.endedAt !== undefined) findings.push(endFinding(compared.endedAt, checkpoint.size));
  for (const disagreement of compared.disagreements) findings.push(...(await convict(disagreement, tiles)));
  for (const tile of compared.root === undefined ? upperTiles(checkpoint.size) : compared.upper)
    if (!(await tiles.isProven(tile))) findings.push(tileFinding(tile, await tiles.complaint(tile, false)));
  return findings.length > 0 ? findings : [unrelated(checkpoint)];
}

/** Every tile above level 0. */
function* upperTiles(size: number): Generator<Tile> {
  for (let level = 1; level < levelCount(size); level++)
    for (let index = 0; index * TILE_WIDTH < levelWidth(level, size); index++) {
      const tile = tileAt(level, index, size);
      if (tile !== undefined) yield tile;
    }
}

/** Tells which tiles lead to the signed root. */
function witness(files: LogFiles, crypto: LogCrypto, { size, root }: Checkpoint) {
  const proven = new Map<string, Promise<boolean>>();
  const read = async (tile: Tile): Promise<readonly Uint8Array[] | undefined> => {
    const bytes = await files.read(tilePath(tile));
    return bytes?.length === tile.width * HASH_BYTES ? splitHashes(bytes) : undefined;
  };
  let edgeHolds: Promise<boolean> | undefined;
  const provesEdge = async (): Promise<boolean> => {
    const edge: (readonly Uint8Array[])[] = [];
    for (let level = 0; level < levelCount(size); level++) {
      const tile = tileAt(level, Math.floor(levelWidth(level, size) / TILE_WIDTH), size);
      const hashes = tile === undefined ? [] : await read(tile);
      if (hashes === undefined) return false;
      edge.push(hashes);
    }
    return equalBytes(frontierRoot(crypto.hash, frontierOfEdge(crypto.hash, edge)), root);
  };
  const isProven = (tile: Tile): Promise<boolean> => {
    const known = proven.get(tilePath(tile)) ?? prove(tile);
    proven.set(tilePath(tile), known);
    return known;
  };
  const prove = async (tile: Tile): Promise<boolean> => {
    const hashes = await read(tile);
    if (hashes === undefined || tile.level === "entries") return false;
    if (tile.width < TILE_WIDTH) return (edgeHolds ??= provesEdge());
    const wanted = await rootOfFullTile(tile.level, tile.index);
    return wanted !== undefined && equalBytes(fullSubtree(crypto.hash, hashes), wanted);
  };
  /** The root that the tile above states for a full one, when that is proven itself. */
  const rootOfFullTile = async (level: number, index: number): Promise<Uint8Array | undefined> => {
    const parent = tileAt(level + 1, Math.floor(index / TILE_WIDTH), size);
    if (parent === undefined || !(await isProven(parent))) return undefined;
    return (await read(parent))?.[index % TILE_WIDTH];
  };
  return {
    read,
    isProven,
    rootOfFullTile,
    complaint: async (tile: Tile, entriesHold: boolean): Promise<string> => {
      const bytes = await files.read(tilePath(tile));
      if (bytes === undefined) return "the file is missing";
      if (bytes.length !== tile.width * HASH_BYTES)
        return `it has ${bytes.length} bytes instead of ${tile.width * HASH_BYTES}`;
      return entriesHold
        ? "it was changed: the entries lead to the signed root, its hashes do not"
        : "it does not lead to the signed root: it was changed, or a tile above it";
    },
    hash: crypto.hash,
    size,
  };
}

/** Entries against their tile. */
async function convict(
  { tile, leaves, where }: Disagreement,
  tiles: ReturnType<typeof witness>,
): Promise<LogFinding[]> {
  const first = tile.index * TILE_WIDTH;
  if (await tiles.isProven(tile)) {
    const stored = (await tiles.read(tile)) ?? [];
    const at = stored.findIndex((hash, place) => leaves[place] === undefined || !equalBytes(hash, leaves[place]));
    const others = stored.filter((hash, place) => place > at && !equalBytes(hash, leaves[place] ?? NONE));
    const more = others.length === 0 ? "" : `, and ${others.length} more after it`;
    if (at === -1) return [entryFinding(where, first + stored.length, "there are entries that nobody signed")];
    const missing = leaves[at] === undefined;
    return [entryFinding(where, first + at, `${missing ? "it is missing" : "it was changed"}${more}`)];
  }
  const wanted = tile.width === TILE_WIDTH ? await tiles.rootOfFullTile(0, tile.index) : undefined;
  const complaint = tileFinding(tile, await tiles.complaint(tile, false));
  const all = leaves.filter((leaf) => leaf !== undefined);
  if (wanted !== undefined && all.length === TILE_WIDTH && equalBytes(fullSubtree(tiles.hash, all), wanted))
    return [complaint];
  const last = first + tile.width - 1;
  const doubt = `one of the entries ${first} to ${last} may be changed too: their tile cannot tell which`;
  return [complaint, entryFinding(where, first, doubt)];
}

const NONE = new Uint8Array();

function endFinding(at: number, size: number): LogFinding {
  const explains = `the ledger was truncated: no entry from ${at} on is there, and the checkpoint covers ${size}`;
  return { code: "truncated", where: "the ledger", index: at, explains };
}

function entryFinding(where: string, index: number, what: string): LogFinding {
  return { code: "entry", where, index, explains: `entry ${index}: ${what}` };
}

function tileFinding(tile: Tile, explains: string): LogFinding {
  return { code: "tile", where: tilePath(tile), index: null, explains };
}

function forkFinding(name: string, size: number): LogFinding {
  const explains = `the history was rewritten: ${name} was signed over other entries than the first ${size} of today`;
  return { code: "forked", where: name, index: null, explains };
}

function unrelated({ size }: Checkpoint): LogFinding {
  const explains = `it is signed, but neither the entries nor the tiles lead to its root: it is about ${size} other entries`;
  return { code: "forked", where: "checkpoint", index: null, explains };
}
