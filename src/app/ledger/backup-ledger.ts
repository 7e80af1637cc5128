import type { Backup } from "../../contract/backup.ts";
import { EMPTY_FRONTIER, frontierRoot, grow } from "../../domain/merkle/frontier.ts";
import { leafHash, type Hash } from "../../domain/merkle/tree-hash.ts";
import { toBase64 } from "../../kernel/base64.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { BackupFolder } from "../backup-ports.ts";
import type { Ledger, LedgerEntry, StoredBlob } from "../ledger-ports.ts";

export interface BackupTools {
  readonly ledger: Ledger;
  readonly folder: BackupFolder;
  readonly hash: Hash;
}

/** Name of the file with every signed checkpoint, in the data folder and in backups. */
export const CHECKPOINTS = "checkpoints.jsonl";

const LINE_BREAK = new Uint8Array([10]);

/**
 * Writes the ledger into an empty folder: every entry byte for byte, one a line, every body beside it, and the
 * checkpoints that were signed. `backup.json` comes last. Keys are not in it.
 */
export async function backupLedger(
  { ledger, folder, hash }: BackupTools,
  checkpoints: Uint8Array | undefined,
): Promise<Backup> {
  if (!(await folder.isEmpty())) throw new SlipwayError(notEmpty(folder.place));
  const size = await ledger.size();
  const blobs = await ledger.blobs.list();
  const tree = { frontier: EMPTY_FRONTIER };
  const sha256 = await folder.write("entries.jsonl", lines(ledger.entries(0, size), hash, tree));
  if (tree.frontier.size !== size) throw new SlipwayError(shrunk(size, tree.frontier.size));
  for (const blob of blobs) await folder.write(blobPath(blob), once(await ledger.blobs.read(blob.digest)));
  if (checkpoints !== undefined) await folder.write(CHECKPOINTS, once(checkpoints));
  const root = toBase64(frontierRoot(hash, tree.frontier));
  const backup: Backup = { format: 1, entries: size, root, sha256, blobs: [...blobs] };
  await folder.write("backup.json", once(new TextEncoder().encode(`${JSON.stringify(backup, null, 2)}\n`)));
  return backup;
}

/** Where the body of a blob stands in a backup. */
export function blobPath({ digest }: Pick<StoredBlob, "digest">): string {
  return `blobs/${digest}`;
}

async function* lines(entries: AsyncIterable<LedgerEntry>, hash: Hash, tree: { frontier: typeof EMPTY_FRONTIER }) {
  for await (const { bytes } of entries) {
    tree.frontier = grow(hash, tree.frontier, leafHash(hash, bytes)).frontier;
    yield bytes;
    yield LINE_BREAK;
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

function notEmpty(place: string) {
  return {
    code: "folder-not-empty",
    kind: "input" as const,
    found: `${place} is not empty`,
    expected: "a new or empty folder: a backup never mixes with another one",
    action: "name another folder, such as one with the day in its name",
  };
}

function shrunk(said: number, is: number) {
  return {
    code: "ledger-broken",
    kind: "failed" as const,
    found: `the ledger has ${said} entries, and ${is} of them can be read`,
    expected: "every entry",
    action: "`slipway audit verify` names what is wrong; keep your earlier backups",
  };
}
