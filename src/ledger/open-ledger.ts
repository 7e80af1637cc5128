import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Ledger } from "../app/ledger-ports.ts";
import { makeDataFolder } from "./data-folder.ts";
import { unwritable } from "./problems.ts";

interface Settings {
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  /** What time it is; absent: what the machine says. */
  readonly now?: () => Date;
}

/** Opens the ledger of a product, in its database or in its folder, and makes it when there is none. */
export async function openLedger({ folder, databaseUrl, now }: Settings): Promise<Ledger> {
  if (databaseUrl === undefined) {
    const { openEmbedded } = await import("./open-embedded.ts");
    const command = ["slipway", ...process.argv.slice(2, 4)].join(" ");
    return openEmbedded({ folder, command, ...(now === undefined ? {} : { now }) });
  }
  const ledger = await (
    await import("./open-postgres.ts")
  ).openPostgres({
    url: databaseUrl,
    folder,
    ...(now === undefined ? {} : { now }),
  });
  try {
    makeDataFolder(folder);
    return ledger;
  } catch (error) {
    await ledger.close();
    throw unwritable(folder, error);
  }
}

/** Whether a ledger was made already; one in a database is made before it is used, so that it always counts as there. */
export function hasLedger({ folder, databaseUrl }: Settings): boolean {
  return databaseUrl !== undefined || existsSync(join(folder, "ledger.db"));
}
