import { decodeBundle } from "../../domain/merkle/entry-bundle.ts";
import { frontierRoot } from "../../domain/merkle/frontier.ts";
import { isTileOf, levelWidth, parseTilePath, tileAt, tilePath, TILE_WIDTH } from "../../domain/merkle/tile.ts";
import { leafHash } from "../../domain/merkle/tree-hash.ts";
import { equalBytes } from "../../kernel/bytes.ts";
import type { LedgerReader } from "../ledger-ports.ts";
import type { LogFiles, TransparencyLog } from "../log-ports.ts";
import { growTree, type TreeStart } from "./grow-tree.ts";
import { brokenLog, forkedLog, occupiedFolder } from "./log-problems.ts";
import { lastCheckpoint, treeStart, type Published } from "./publish-log.ts";
import { rootAt } from "./read-tree.ts";

export interface ExportResult {
  readonly origin: string;
  readonly size: number;
  /** Entries that an earlier export had already written. */
  readonly kept: number;
}

/**
 * Writes a published log into a folder: checkpoint, tiles and entry bundles as C2SP tlog-tiles lays them out. A folder
 * that holds an earlier checkpoint of the log is continued. The checkpoint comes last, so a run that was interrupted
 * left no claim behind and the next one does its work again.
 */
export async function exportLog(
  log: TransparencyLog,
  ledger: LedgerReader,
  options: { target: LogFiles; published: Published; onEntry?: (size: number) => void },
): Promise<ExportResult> {
  const { target, published } = options;
  const { checkpoint, note } = published;
  const { hash } = log.crypto;
  const start = await startOf(log, target, published);
  const { size: kept } = start.frontier;
  const progress = options.onEntry === undefined ? {} : { onEntry: options.onEntry };
  const entries = ledger.entries(kept, checkpoint.size);
  const frontier = await growTree({ files: target, hash, ...progress }, start, entries);
  if (frontier.size !== checkpoint.size || !equalBytes(frontierRoot(hash, frontier), checkpoint.root))
    throw brokenLog("the ledger", `its first ${checkpoint.size} entries are not those of the signed checkpoint`);
  const written = await target.read("checkpoint"); // one without the cosignatures it has now is replaced, too
  if (written === undefined || !equalBytes(written, note)) await target.write("checkpoint", note);
  await removeLeftovers(target, checkpoint.size);
  return { origin: checkpoint.origin, size: checkpoint.size, kept };
}

/** What an earlier export left, once it is certain that it is a beginning of this log. */
async function startOf(log: TransparencyLog, target: LogFiles, { checkpoint }: Published): Promise<TreeStart> {
  const { crypto, signer } = log;
  const earlier = await lastCheckpoint({ files: target, crypto, signer });
  if (earlier === undefined) await refuseStrangers(target);
  if (earlier === undefined) return { ...(await treeStart({ files: target, crypto }, undefined)), bundle: [] };
  const { size, root } = earlier.checkpoint;
  if (size > checkpoint.size) throw forkedLog(target.place, size);
  const own = await rootAt({ files: log.files, hash: crypto.hash, size: checkpoint.size }, size);
  if (!equalBytes(own, root)) throw forkedLog(target.place, size);
  const start = await treeStart({ files: target, crypto }, earlier.checkpoint);
  const bundle = await lastBundle(target, size);
  const leaves = start.edge[0] ?? [];
  const agrees = bundle.length === leaves.length;
  if (!agrees || bundle.some((entry, at) => !equalBytes(leafHash(crypto.hash, entry), leaves[at]!)))
    throw brokenLog(target.place, "the last entry bundle does not belong to its tile");
  return { ...start, bundle };
}

/** A first export goes into a folder of its own: in any other nobody could tell what belongs to the log. */
async function refuseStrangers(target: LogFiles): Promise<void> {
  for await (const path of target.list())
    if (parseTilePath(path.replace(/\.new$/, "")) === undefined && path !== "checkpoint.new")
      throw occupiedFolder(target.place, path);
}

/** The entries of the bundle that is not full yet. */
async function lastBundle(files: LogFiles, size: number): Promise<readonly Uint8Array[]> {
  if (size % TILE_WIDTH === 0) return [];
  const tile = tileAt("entries", Math.floor(levelWidth(0, size) / TILE_WIDTH), size);
  const bytes = tile === undefined ? undefined : await files.read(tilePath(tile));
  return bytes === undefined ? [] : decodeBundle(bytes).entries;
}

/** Unfinished tiles of earlier sizes, and files of runs that were killed. Whatever else lies there is not ours. */
async function removeLeftovers(target: LogFiles, size: number): Promise<void> {
  for await (const path of target.list()) {
    const tile = parseTilePath(path.replace(/\.new$/, ""));
    const isUnfinished = path.endsWith(".new") || (tile !== undefined && tile.width < TILE_WIDTH);
    if (tile !== undefined && isUnfinished && (path.endsWith(".new") || !isTileOf(tile, size)))
      await target.remove(path);
  }
}
