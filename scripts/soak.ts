import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { openPostgres } from "../src/ledger/open-postgres.ts";
import { killAppends } from "../test/support/kill-appends.ts";
import { startPostgres } from "../test/support/postgres.ts";

/**
 * `npm run soak -- [KILLS]` kills appending processes on both databases, a thousand times each unless said otherwise, and
 * fails when anything that was acknowledged is lost or changed.
 */
const kills = Number(process.argv[2] ?? 1000);
if (!Number.isSafeInteger(kills) || kills < 1) {
  console.error("usage: npm run soak -- [KILLS]");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "slipway-soak-"));
const postgres = await startPostgres();
try {
  const url = await postgres.database();
  const places = [
    { name: "SQLite", place: folder, open: () => openEmbedded({ folder, command: "soak" }) },
    { name: "PostgreSQL", place: url, open: () => openPostgres({ url, folder }) },
  ];
  for (const { name, ...place } of places) {
    const onKill = (kill: number, found: readonly string[]): void => {
      for (const fault of found) console.log(`${name}: ${fault}`);
      if ((kill + 1) % 50 === 0) console.error(`${name}: ${kill + 1} kills`);
    };
    const { acknowledged, entries, faults } = await killAppends(place, { kills, rereadEvery: 50, onKill });
    console.log(`${name}: ${kills} kills, ${acknowledged} commands acknowledged, ${entries} entries`);
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
