import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportLog } from "../../src/app/audit/export-log.ts";
import { publishLog } from "../../src/app/audit/publish-log.ts";
import type { VerifyReport } from "../../src/app/audit/verify-log.ts";
import { verifyExport, verifyOwn, type OwnReport } from "../../src/app/audit/verify-sources.ts";
import type { TransparencyLog } from "../../src/app/log-ports.ts";
import { formatVerifierKey, type VerifierKey } from "../../src/domain/merkle/verifier-key.ts";
import { LOG_CRYPTO } from "../../src/ledger/log/log-crypto.ts";
import { openCheckpointHistory, openLogFolder } from "../../src/ledger/log/log-folder.ts";
import { openLogKey } from "../../src/ledger/log/log-key.ts";
import { memoryLedger, type MemoryLedger } from "./memory-ledger.ts";
import { temporaryFolder } from "./repository.ts";

/** A ledger with its log in real files, and a folder to export it into. */
export interface AuditWorld {
  readonly ledger: MemoryLedger;
  readonly log: TransparencyLog;
  readonly folder: string;
  /** Where the log itself keeps its files. */
  readonly own: string;
  readonly target: string;
  readonly key: VerifierKey;
  readonly vkey: string;
  publish(): Promise<Uint8Array>;
  /** Publishes and exports. */
  export(): Promise<void>;
  verifyExport(since?: Uint8Array): Promise<VerifyReport>;
  verifyStore(): Promise<OwnReport>;
}

export async function auditWorld(
  size: number,
  options: { world?: string; keyFile?: string; folder?: string } = {},
): Promise<AuditWorld> {
  const folder = options.folder ?? temporaryFolder();
  const ledger = memoryLedger(size, options.world);
  const own = join(folder, "log");
  const file = options.keyFile ?? join(folder, "log.key");
  const signer = await openLogKey({ text: undefined, file, origin: "example.org/ledger" });
  const files = openLogFolder(own);
  const history = openCheckpointHistory(join(folder, "checkpoints.jsonl"));
  const log: TransparencyLog = { files, history, crypto: LOG_CRYPTO, signer };
  const target = join(folder, "export");
  return {
    ledger,
    log,
    folder,
    own,
    target,
    key: signer.key,
    vkey: formatVerifierKey(LOG_CRYPTO.hash, signer.key),
    publish: async () => (await publishLog(log, ledger)).note,
    export: async () => {
      const published = await publishLog(log, ledger);
      await exportLog(log, ledger, { target: openLogFolder(target), published });
    },
    verifyExport: (since) => {
      const kept = since === undefined ? {} : { since: { name: "earlier", note: since } };
      return verifyExport({ files: openLogFolder(target), crypto: LOG_CRYPTO, key: signer.key }, kept);
    },
    verifyStore: () => verifyOwn({ ...log, ledger }),
  };
}

/** Every file below a folder, by its path with slashes. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

/** Changes one byte of a file for the time of `act`. */
export async function withFlippedByte<T>(path: string, at: number, act: () => Promise<T>): Promise<T> {
  const bytes = readFileSync(path);
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1 + (at % 255);
  writeFileSync(path, changed);
  try {
    return await act();
  } finally {
    writeFileSync(path, bytes);
  }
}
