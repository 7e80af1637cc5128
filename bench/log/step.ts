import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { exportLog } from "../../src/app/audit/export-log.ts";
import { proveEntry } from "../../src/app/audit/prove-entry.ts";
import { publishLog } from "../../src/app/audit/publish-log.ts";
import { readerOfExport } from "../../src/app/audit/read-export.ts";
import { verifyExport } from "../../src/app/audit/verify-sources.ts";
import type { LedgerEntry, LedgerReader } from "../../src/app/ledger-ports.ts";
import type { TransparencyLog } from "../../src/app/log-ports.ts";
import { LOG_CRYPTO } from "../../src/ledger/log/log-crypto.ts";
import { openCheckpointHistory, openLogFolder } from "../../src/ledger/log/log-folder.ts";
import { openLogKey } from "../../src/ledger/log/log-key.ts";
import { openEmbedded } from "../../src/ledger/open-embedded.ts";
import { madeEntryBytes } from "../../test/support/audit-entries.ts";

export interface StepCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

interface Bench {
  readonly folder: string;
  readonly size: number;
  readonly log: TransparencyLog;
}

/** In their order: later ones read what earlier ones wrote. */
export const STEPS: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  "the same entries hashed one by one and written into one file": writeAndHash,
  "sign a checkpoint over them": async ({ log, size }) => void (await publishLog(log, ledgerOf(size))),
  "export them": exportTo,
  "sign and export 1,000 more": async (bench) => exportTo({ ...bench, size: bench.size + 1000 }),
  "verify the export": async ({ folder, log }) => {
    const files = openLogFolder(join(folder, "export"));
    const { findings } = await verifyExport({ files, crypto: log.crypto, key: log.signer.key });
    if (findings.length > 0) throw new Error(findings[0]!.explains);
  },
  "prove one entry": async ({ folder, log, size }) =>
    void (await proveEntry(openLogFolder(join(folder, "export")), log.crypto, Math.floor(size / 2))),
  "find the entries of one day in the export": async ({ folder }) => {
    const ledger = readerOfExport(openLogFolder(join(folder, "export")));
    const [from, to] = [Date.UTC(2026, 0, 3), Date.UTC(2026, 0, 4)];
    if ((await ledger.find({ from, to, actor: "ada", limit: 1000 })).length === 0) throw new Error("nothing found");
  },
  "fill an embedded ledger with them": async ({ folder, size }) => {
    const ledger = await openEmbedded({ folder: join(folder, ".slipway"), command: "bench" });
    await ledger.restore(madeEntries(size));
    await ledger.close();
  },
};

async function* madeEntries(size: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < size; index++) yield madeEntryBytes(index);
}

async function exportTo({ folder, log, size }: Bench): Promise<void> {
  const ledger = ledgerOf(size);
  const published = await publishLog(log, ledger);
  await exportLog(log, ledger, { target: openLogFolder(join(folder, "export")), published });
}

async function writeAndHash({ folder, size }: Bench): Promise<void> {
  const file = openSync(join(folder, "plain"), "w");
  for await (const { bytes } of ledgerOf(size).entries(0, size)) {
    writeSync(file, bytes);
    createHash("sha256").update(bytes).digest();
  }
  fsyncSync(file);
  closeSync(file);
}

/** A ledger that takes no memory and no time: 4,096 different entries over and over. */
function ledgerOf(size: number): LedgerReader {
  const pool = Array.from({ length: 4096 }, (_, index) => madeEntryBytes(index));
  const entries = async function* (from: number, to: number): AsyncGenerator<LedgerEntry> {
    for (let index = from; index < Math.min(to, size); index++) yield { index, bytes: pool[index % pool.length]! };
  };
  return { size: async () => size, entries, find: async () => [] };
}

if (import.meta.main) {
  const [step, folder, size] = process.argv.slice(2) as [string, string, string];
  const signer = await openLogKey({ text: undefined, file: join(folder, "log.key"), origin: "example.org/bench" });
  const files = openLogFolder(join(folder, "log"));
  const history = openCheckpointHistory(join(folder, "checkpoints.jsonl"));
  const before = process.resourceUsage();
  const start = performance.now();
  await STEPS[step]!({ folder, size: Number(size), log: { files, history, crypto: LOG_CRYPTO, signer } });
  const after = process.resourceUsage();
  const cpu = after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime;
  const cost: StepCost = {
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: cpu / 1e6,
    peakMiB: after.maxRSS / 1024,
  };
  console.log(JSON.stringify(cost));
}
