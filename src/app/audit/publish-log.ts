import type { Checkpoint } from "../../domain/merkle/checkpoint.ts";
import { EMPTY_FRONTIER, frontierRoot } from "../../domain/merkle/frontier.ts";
import { openCheckpoint, signCheckpoint } from "../../domain/merkle/signed-checkpoint.ts";
import { frontierOfEdge } from "../../domain/merkle/tile-edge.ts";
import { equalBytes } from "../../kernel/bytes.ts";
import type { LedgerReader } from "../ledger-ports.ts";
import type { LogFiles, TransparencyLog } from "../log-ports.ts";
import { growTree, type TreeStart } from "./grow-tree.ts";
import { brokenLog, truncatedLedger } from "./log-problems.ts";
import { readEdge, rootAt } from "./read-tree.ts";
import { removeOldEdge } from "./remove-old-edge.ts";

/** The checkpoint of a log and its file, byte for byte. */
export interface Published {
  readonly checkpoint: Checkpoint;
  readonly note: Uint8Array;
}

/**
 * Signs a checkpoint over everything the ledger holds. The new entries are read back from the ledger, the tree is
 * continued from the last checkpoint, and the root is computed a second time from the tiles as they were written:
 * only when both agree is anything signed. Without new entries it returns the last checkpoint.
 */
export async function publishLog(log: TransparencyLog, ledger: LedgerReader): Promise<Published> {
  const { files, crypto, signer } = log;
  const last = await lastCheckpoint(log);
  const was = last?.checkpoint.size ?? 0;
  const size = await ledger.size();
  if (size < was) throw truncatedLedger(files.place, { was, is: size });
  if (last !== undefined && size === was) return last;
  const start = await treeStart(log, last?.checkpoint);
  const frontier = await growTree({ files, hash: crypto.hash }, start, ledger.entries(was, size));
  const root = frontierRoot(crypto.hash, frontier);
  if (frontier.size !== size) throw truncatedLedger(files.place, { was: size, is: frontier.size });
  if (!equalBytes(await rootAt({ files, hash: crypto.hash, size }, size), root))
    throw brokenLog(files.place, "the tiles are not those that were just written");
  const note = signCheckpoint(crypto.hash, signer, { size, root });
  await log.history.append(note);
  await files.write("checkpoint", note);
  await removeOldEdge(files, { was, is: size });
  return { checkpoint: { origin: signer.key.name, size, root }, note };
}

/** The checkpoint that was published last, its signature checked. */
export async function lastCheckpoint({ files, crypto, signer }: Pick<TransparencyLog, "files" | "crypto" | "signer">) {
  const note = await files.read("checkpoint");
  if (note === undefined) return undefined;
  const opened = openCheckpoint(crypto, signer.key, note);
  if (!opened.ok) throw brokenLog(files.place, `checkpoint: ${opened.error}`);
  return { checkpoint: opened.value, note };
}

/** Where the tree of a checkpoint goes on: a handful of tiles instead of every entry, once they led to its root. */
export async function treeStart(
  { files, crypto }: { files: LogFiles; crypto: TransparencyLog["crypto"] },
  checkpoint: Checkpoint | undefined,
): Promise<TreeStart> {
  if (checkpoint === undefined) return { frontier: EMPTY_FRONTIER, edge: [] };
  const edge = await readEdge(files, checkpoint.size);
  const frontier = frontierOfEdge(crypto.hash, edge);
  if (!equalBytes(frontierRoot(crypto.hash, frontier), checkpoint.root))
    throw brokenLog(files.place, `the tiles do not lead to the root of the checkpoint at ${checkpoint.size} entries`);
  return { frontier, edge };
}
