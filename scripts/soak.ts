import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { openPostgres } from "../src/ledger/open-postgres.ts";
import { mutateEngine } from "./mutate-engine.ts";
import { killAppends } from "../test/support/kill-appends.ts";
import { play } from "../test/sim/engine/play.ts";
import { simProcesses } from "../test/sim/engine/sim-processes.ts";
import { startPostgres } from "../test/support/postgres.ts";

/**
 * `npm run soak -- [KILLS]` kills appending processes on both databases, a thousand times each unless said otherwise, and
 * fails when anything that was acknowledged is lost or changed.
 * `npm run soak -- engine [SEEDS] [FROM]` plays the engine, a million times unless said otherwise.
 * `npm run soak -- mutants [SEEDS] [NAME]` plants faults (those whose name contains NAME) in copies of the engine, and
 * prints which seed finds each.
 */
const [what, ...more] = process.argv.slice(2);
if (what === "engine") await soakEngine(count(more[0], 1_000_000), count(more[1], 1));
else if (what === "mutants") process.exitCode = (await mutateEngine(count(more[0], 300), more[1] ?? "")) ? 0 : 1;
else await soakLedgers(count(what, 1000));

function count(text: string | undefined, otherwise: number): number {
  const given = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(given) && given > 0) return given;
  console.error("usage: npm run soak -- [KILLS | engine [SEEDS] [FROM] | mutants [SEEDS] [NAME]]");
  process.exit(2);
}

async function soakEngine(seeds: number, from: number): Promise<void> {
  const processes = await simProcesses();
  for (let seed = from; seed < from + seeds; seed++) {
    const fault = await play(seed, processes).then(() => undefined, String);
    if (fault !== undefined) {
      console.log(`${fault}\nSEED=${seed} npx vitest run test/sim/engine.test.ts`);
      process.exitCode = 1;
    }
    if ((seed - from + 1) % 1000 === 0) console.error(`${seed - from + 1} seeds`);
  }
}

async function soakLedgers(kills: number): Promise<void> {
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
}
