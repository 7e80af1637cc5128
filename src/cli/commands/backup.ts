import { backupLedger, CHECKPOINTS } from "../../app/ledger/backup-ledger.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";

export const backup: Command = {
  name: "backup",
  summary: "write the whole ledger into a folder, from which it can be restored with the same root",
  operands: "DIR",
  arity: [1, 1],
  flags: [],
  examples: [
    { command: "slipway backup /backups/2026-01-31", explains: "entries, bodies and checkpoints, into a new folder" },
  ],
  async run({ operands, json, output, services }) {
    const folder = await services.ledger.backupFolder(operands[0]!);
    const { hash } = (await services.logs()).crypto;
    const ledger = await services.ledger.openExisting();
    if (ledger === undefined) throw new SlipwayError(nothingYet());
    try {
      const checkpoints = await (await services.ledger.dataFolder()).read(CHECKPOINTS);
      const { entries, root, blobs } = await backupLedger({ ledger, folder, hash }, checkpoints);
      if (json) output.document({ folder: folder.place, entries, root, blobs: blobs.length });
      else output.answer(`${entries} entries and ${blobs.length} bodies in ${folder.place}\nroot: ${root}`);
    } finally {
      await ledger.close();
    }
    output.warn("the key of the log is not in the backup: keep it where secrets are kept");
    return EXIT.done;
  },
};

function nothingYet() {
  return {
    code: "no-ledger",
    kind: "input" as const,
    found: "there is no ledger here",
    expected: "a ledger that was written to",
    action: "SLIPWAY_DATA or SLIPWAY_DATABASE_URL name one that is elsewhere",
  };
}
