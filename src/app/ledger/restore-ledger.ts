import { parseBackup, type Backup } from "../../contract/backup.ts";
import { EMPTY_FRONTIER, frontierRoot, grow } from "../../domain/merkle/frontier.ts";
import { leafHash } from "../../domain/merkle/tree-hash.ts";
import { toBase64 } from "../../kernel/base64.ts";
import { SlipwayError, unwrap } from "../../kernel/problem.ts";
import type { BackupFolder } from "../backup-ports.ts";
import { blobPath, type BackupTools } from "./backup-ledger.ts";

/**
 * Fills an empty ledger from a backup. All of it is checked on the way, and entries are kept only when they lead to the
 * root that was backed up: a backup that was changed leaves the ledger empty.
 */
export async function restoreLedger({ ledger, folder, hash }: BackupTools, backup: Backup): Promise<void> {
  const size = await ledger.size();
  if (size > 0) throw new SlipwayError(notEmpty(ledger.place, size));
  for (const blob of backup.blobs) {
    const bytes = await folder.read(blobPath(blob));
    if (bytes === undefined) throw new SlipwayError(altered(folder.place, `${blobPath(blob)} is missing`));
    await ledger.blobs.take(bytes, blob);
  }
  await ledger.restore(checkedEntries({ folder, hash }, backup));
}

/** What is in a backup, by its `backup.json`. */
export async function readBackup(folder: BackupFolder): Promise<Backup> {
  return unwrap(parseBackup(await folder.read("backup.json"), folder.place));
}

/** The entries of a backup; ends with a problem unless they are exactly those that were backed up. */
async function* checkedEntries({ folder, hash }: Pick<BackupTools, "folder" | "hash">, { entries, root }: Backup) {
  let frontier = EMPTY_FRONTIER;
  for await (const bytes of folder.lines("entries.jsonl")) {
    frontier = grow(hash, frontier, leafHash(hash, bytes)).frontier;
    yield bytes;
  }
  if (frontier.size !== entries)
    throw new SlipwayError(altered(folder.place, `entries.jsonl has ${frontier.size} entries instead of ${entries}`));
  const is = toBase64(frontierRoot(hash, frontier));
  if (is !== root)
    throw new SlipwayError(altered(folder.place, `its entries lead to the root ${is} instead of ${root}`));
}

function notEmpty(place: string, size: number) {
  return {
    code: "ledger-not-empty",
    kind: "refused" as const,
    found: `the ledger ${place} has ${size} entries`,
    expected: "an empty ledger: a restored one never replaces another",
    action: "name an empty folder (SLIPWAY_DATA) or database (SLIPWAY_DATABASE_URL)",
  };
}

function altered(place: string, what: string) {
  return {
    code: "backup-altered",
    kind: "failed" as const,
    found: `the backup in ${place} is not as it was written: ${what}`,
    expected: "every byte as it was backed up; no entry was restored",
    action: "use another backup",
  };
}
