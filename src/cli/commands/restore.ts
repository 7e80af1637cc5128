import { CHECKPOINTS } from "../../app/ledger/backup-ledger.ts";
import { readBackup, restoreLedger } from "../../app/ledger/restore-ledger.ts";
import { EXIT, type Command } from "../command.ts";

export const restore: Command = {
  name: "restore",
  summary: "fill an empty ledger from a backup, and check that its root is the same",
  operands: "DIR",
  arity: [1, 1],
  flags: [],
  examples: [{ command: "slipway restore /backups/2026-01-31", explains: "into the ledger of this repository" }],
  async run({ operands, json, output, services }) {
    const folder = await services.ledger.backupFolder(operands[0]!);
    const { hash } = (await services.logs()).crypto;
    const backup = await readBackup(folder);
    const ledger = await services.ledger.open();
    try {
      await restoreLedger({ ledger, folder, hash }, backup);
      const { entries, root, blobs } = backup;
      const data = await services.ledger.dataFolder();
      const checkpoints = await folder.read(CHECKPOINTS);
      if (checkpoints !== undefined && (await data.read(CHECKPOINTS)) === undefined)
        await data.write(CHECKPOINTS, once(checkpoints));
      if (json) output.document({ folder: folder.place, entries, root, blobs: blobs.length });
      else
        output.answer(
          `${entries} entries and ${blobs.length} bodies from ${folder.place}\nroot: ${root}, as backed up`,
        );
      return EXIT.done;
    } finally {
      await ledger.close();
    }
  },
};

async function* once(bytes: Uint8Array) {
  yield bytes;
}
