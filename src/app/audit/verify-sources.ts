import type { VerifierKey } from "../../domain/merkle/verifier-key.ts";
import type { Ledger, LedgerReader } from "../ledger-ports.ts";
import type { LogCrypto, LogFiles, TransparencyLog } from "../log-ports.ts";
import { groupsOfFiles, groupsOfLedger } from "./entry-groups.ts";
import type { LogFinding } from "./log-finding.ts";
import { noCheckpoint } from "./log-problems.ts";
import { verifyLog, type VerifyReport } from "./verify-log.ts";

/** A checkpoint that somebody kept, and what it is called for people. */
export interface KeptCheckpoint {
  readonly name: string;
  readonly note: Uint8Array;
}

interface Options {
  readonly since?: KeptCheckpoint | undefined;
  /** The key of a witness that has to have cosigned the checkpoint. */
  readonly witness?: VerifierKey | undefined;
  readonly onEntry?: (size: number) => void;
}

/** Verifies an exported log with nothing but its files and the key. */
export async function verifyExport(
  { files, crypto, key }: { files: LogFiles; crypto: LogCrypto; key: VerifierKey },
  options: Options = {},
): Promise<VerifyReport> {
  if ((await files.read("checkpoint")) === undefined && !(await holdsTiles(files))) throw noCheckpoint(files.place);
  const entries = (size: number) => groupsOfFiles(files, size);
  return verifyLog({ ...options, files, crypto, key, entries, earlier: checkpoints(options), exported: true });
}

/** What is left of a log whose checkpoint was taken away. */
async function holdsTiles(files: LogFiles): Promise<boolean> {
  for await (const path of files.list()) if (path.startsWith("tile/")) return true;
  return false;
}

export interface OwnReport extends VerifyReport {
  /** Entries after the last checkpoint, which no signature covers yet. */
  readonly unsigned: number;
}

/**
 * Verifies the ledger and its log, with every checkpoint that was ever signed over them. `indexes`: compares the ledger's
 * own indexes with its entries, too; while it does, nothing can be recorded.
 */
export async function verifyOwn(
  log: TransparencyLog & { readonly ledger: LedgerReader & Pick<Ledger, "compareReadModels"> },
  options: Options & { readonly indexes?: boolean } = {},
): Promise<OwnReport> {
  const { files, crypto, history, ledger } = log;
  const entries = (size: number) => groupsOfLedger(ledger, size);
  const earlier = checkpoints(options, history.all());
  const report = await verifyLog({
    ...options,
    files,
    crypto,
    key: log.signer.key,
    entries,
    earlier,
    exported: false,
  });
  const isCompared = options.indexes === true && report.findings.length === 0; // broken entries make no index
  const differences = isCompared ? await ledger.compareReadModels() : [];
  return {
    ...report,
    findings: [...report.findings, ...differences.map(indexFinding)],
    unsigned: Math.max(0, (await ledger.size()) - (report.size ?? 0)),
  };
}

/** Filters are answered from indexes, so one that was changed could hide an entry from them. */
function indexFinding(difference: string): LogFinding {
  const explains = `an index of the ledger does not agree with its entries: ${difference}`;
  return { code: "index", where: "the ledger", index: null, explains };
}

async function* checkpoints({ since }: Options, history?: AsyncIterable<Uint8Array>): AsyncGenerator<KeptCheckpoint> {
  if (since !== undefined) yield since;
  if (history !== undefined) for await (const note of history) yield { name: "history", note };
}
