import { encodeBundle, ENTRY_BYTES_MAX } from "../../domain/merkle/entry-bundle.ts";
import { grow, type Frontier } from "../../domain/merkle/frontier.ts";
import { levelWidth, tilePath, TILE_WIDTH } from "../../domain/merkle/tile.ts";
import type { TileEdge } from "../../domain/merkle/tile-edge.ts";
import { leafHash, type Hash } from "../../domain/merkle/tree-hash.ts";
import { concatBytes } from "../../kernel/bytes.ts";
import type { LedgerEntry } from "../ledger-ports.ts";
import type { LogFiles } from "../log-ports.ts";
import { brokenLog, entryTooLong } from "./log-problems.ts";

/** What is known about a tree before it grows. */
export interface TreeStart {
  readonly frontier: Frontier;
  readonly edge: TileEdge;
  /** Entries of the bundle that is not full yet; absent where bundles are not kept. */
  readonly bundle?: readonly Uint8Array[];
}

/** Written side by side: the disk answers one request while the next hashes are computed. */
const WRITES_MAX = 8;

/** Adds entries to a tree and writes every tile, and every bundle, that they fill or begin. */
export async function growTree(
  { files, hash, onEntry }: { files: LogFiles; hash: Hash; onEntry?: (size: number) => void },
  start: TreeStart,
  entries: AsyncIterable<LedgerEntry>,
): Promise<Frontier> {
  let { frontier } = start;
  const rows = start.edge.map((row) => [...row]);
  let bundle = start.bundle === undefined ? undefined : [...start.bundle];
  const writes = writeQueue(files);
  for await (const { index, bytes } of entries) {
    if (index !== frontier.size) throw brokenLog("the ledger", `entry ${frontier.size} is missing, ${index} follows`);
    if (bytes.length > ENTRY_BYTES_MAX) throw entryTooLong(index, bytes.length);
    const step = grow(hash, frontier, leafHash(hash, bytes));
    frontier = step.frontier;
    for (let level = 0; 8 * level < step.completed.length; level++) {
      const row = (rows[level] ??= []);
      row.push(step.completed[8 * level]!);
      if (row.length < TILE_WIDTH) continue;
      await writes.add(tilePath(lastTile(level, frontier.size)), concatBytes(row));
      rows[level] = [];
    }
    bundle?.push(bytes);
    if (bundle?.length === TILE_WIDTH) {
      await writes.add(tilePath(lastTile("entries", frontier.size)), encodeBundle(bundle));
      bundle = [];
    }
    onEntry?.(frontier.size);
  }
  for (const [level, row] of rows.entries())
    if (row.length > 0) await writes.add(tilePath(lastTile(level, frontier.size)), concatBytes(row));
  if (bundle !== undefined && bundle.length > 0)
    await writes.add(tilePath(lastTile("entries", frontier.size)), encodeBundle(bundle));
  await writes.end();
  return frontier;
}

function lastTile(level: number | "entries", size: number) {
  const last = levelWidth(level === "entries" ? 0 : level, size) - 1;
  return { level, index: Math.floor(last / TILE_WIDTH), width: (last % TILE_WIDTH) + 1 };
}

/** Writes a few files at a time; the first failure ends it. */
function writeQueue(files: LogFiles) {
  const running = new Set<Promise<void>>();
  let failure: unknown;
  return {
    async add(path: string, bytes: Uint8Array): Promise<void> {
      if (running.size >= WRITES_MAX) await Promise.race(running);
      if (failure !== undefined) throw failure;
      const write: Promise<void> = files
        .writeSoon(path, bytes)
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => running.delete(write));
      running.add(write);
    },
    async end(): Promise<void> {
      await Promise.all(running);
      if (failure !== undefined) throw failure;
      await files.flush();
    },
  };
}
