import { join } from "node:path";
import type { Ledger, LedgerAccess } from "../../app/ledger-ports.ts";
import type { Logs } from "../../app/log-ports.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { askWitness } from "./ask-witness.ts";
import { holdLog } from "./hold-log.ts";
import { LOG_CRYPTO } from "./log-crypto.ts";
import { openCheckpointHistory, openLogFolder } from "./log-folder.ts";
import { openLogKey, publicKeyOf, type KeySource } from "./log-key.ts";

interface Settings {
  /** Folder of the data of the product. */
  readonly folder: string;
  /** Name of the log, when its key is made. */
  readonly origin: string;
  /** The key of the log, when it is not kept in a file. */
  readonly keyText: string | undefined;
}

/** The log of a product beside its ledger: tiles and checkpoint in `log`, every checkpoint in `checkpoints.jsonl`. */
export function openLogs(settings: () => Promise<Settings>, access: LedgerAccess): Logs {
  const keySource = ({ keyText, folder, origin }: Settings): KeySource => {
    return { text: keyText, file: join(folder, "log.key"), origin };
  };
  const openLedger = async (own: Settings): Promise<Ledger> => {
    const ledger = await access.openExisting();
    if (ledger !== undefined) return ledger;
    const isSigned = (await openLogFolder(logFolder(own)).read("checkpoint")) !== undefined;
    throw new SlipwayError(isSigned ? lostLedger(own.folder) : noLedger(own.folder));
  };
  return {
    crypto: LOG_CRYPTO,
    ledger: async () => openLedger(await settings()),
    own: async () => {
      const own = await settings();
      const ledger = await openLedger(own);
      let release: (() => void) | undefined;
      const close = async (): Promise<void> => {
        release?.();
        await ledger.close();
      };
      try {
        release = await holdLog(join(own.folder, "log.lock"));
        const files = openLogFolder(logFolder(own));
        const source = keySource(own);
        if ((await files.read("checkpoint")) !== undefined && (await publicKeyOf(source)) === undefined)
          throw new SlipwayError(lostKey(source.file));
        const history = openCheckpointHistory(join(own.folder, "checkpoints.jsonl"));
        return { ledger, close, files, history, crypto: LOG_CRYPTO, signer: await openLogKey(source) };
      } catch (error) {
        await close();
        throw error;
      }
    },
    ownKey: async () => publicKeyOf(keySource(await settings())),
    exported: openLogFolder,
    witnessKey: (folder, origin) => openLogKey({ text: undefined, file: join(folder, "witness.key"), origin, type: 4 }),
    witness: (url) => (body) => askWitness(url, body),
  };
}

function logFolder({ folder }: Settings): string {
  return join(folder, "log");
}

function lostLedger(folder: string) {
  return {
    code: "log-truncated",
    kind: "failed" as const,
    found: `the ledger is gone: ${folder} holds a signed checkpoint, and no entries`,
    expected: "a ledger that only grows",
    action: "restore it from a backup",
  };
}

function lostKey(file: string) {
  return {
    code: "log-key",
    kind: "failed" as const,
    found: `the key of the log is gone: there are signed checkpoints, and no ${file}`,
    expected: "the key that signed them",
    action: "restore it from a backup; to begin a new log, move the folder `log` and checkpoints.jsonl away",
  };
}

function noLedger(folder: string) {
  return {
    code: "no-ledger",
    kind: "input" as const,
    found: `nothing was recorded yet: there is no ledger in ${folder}`,
    expected: "a product whose acts Slipway recorded, or an exported log",
    action: "name the folder of an exported log: --log DIR, or `slipway audit verify DIR`",
  };
}
