import { join } from "node:path";
import type { EventStore } from "../../app/ledger-ports.ts";
import type { Logs } from "../../app/log-ports.ts";
import { askWitness } from "./ask-witness.ts";
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
export function openLogs(settings: () => Promise<Settings>, openLedger: () => Promise<EventStore>): Logs {
  const keySource = ({ keyText, folder, origin }: Settings): KeySource => {
    return { text: keyText, file: join(folder, "log.key"), origin };
  };
  return {
    crypto: LOG_CRYPTO,
    own: async () => {
      const ledger = await openLedger();
      try {
        const own = await settings();
        return {
          ledger,
          close: () => ledger.close(),
          files: openLogFolder(join(own.folder, "log")),
          history: openCheckpointHistory(join(own.folder, "checkpoints.jsonl")),
          crypto: LOG_CRYPTO,
          signer: await openLogKey(keySource(own)),
        };
      } catch (error) {
        await ledger.close();
        throw error;
      }
    },
    ownKey: async () => publicKeyOf(keySource(await settings())),
    exported: openLogFolder,
    witnessKey: (folder, origin) => openLogKey({ text: undefined, file: join(folder, "witness.key"), origin, type: 4 }),
    witness: (url) => (body) => askWitness(url, body),
  };
}
