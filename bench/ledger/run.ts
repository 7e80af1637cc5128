import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded } from "../../src/ledger/open-embedded.ts";
import { openPostgres } from "../../src/ledger/open-postgres.ts";
import { startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { appendRate, commandsOf } from "./append-rate.ts";
import { largeLedger } from "./large-ledger.ts";
import { rawPostgres, rawSqlite, rowsOf } from "./raw-rows.ts";

/** Many short rounds in turns, so that what else the machine does hits every way alike. */
const ROUNDS = 25;

/** Appends against raw statements that write the same rows as durably, and reading a log of a million entries. */
export async function run([entries = "1000000", part = "all"]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  const postgres = await startPostgres();
  try {
    if (part !== "large") await appends(folder, postgres);
    if (part === "appends") return;
    await largeLedger(Number(entries), [
      { name: "SQLite", open: () => openEmbedded({ folder: join(folder, "large"), command: "bench" }) },
      { name: "PostgreSQL", open: await inDatabase(postgres) },
    ]);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inDatabase(postgres: TestPostgres) {
  const url = await postgres.database();
  return () => openPostgres({ url, folder: tmpdir() });
}

/** Every way of appending, in turns. */
async function appends(folder: string, postgres: TestPostgres): Promise<void> {
  const embedded = await openEmbedded({ folder: join(folder, "appends"), command: "bench" });
  const server = await (await inDatabase(postgres))();
  // Of their own, so that those with one caller do not pay for a larger database than the raw statements.
  const crowdedFile = await openEmbedded({ folder: join(folder, "crowded"), command: "bench" });
  const crowdedServer = await (await inDatabase(postgres))();
  const sqlite = await rawSqlite(join(folder, "raw"));
  const raw = await rawPostgres(await postgres.database());
  const ways: Readonly<Record<string, (round: number) => Promise<number>>> = {
    "SQLite: raw statements": (round) => appendRate(rowsOf(`raw-${round}`, round, 200), 1, sqlite.write),
    "SQLite: ledger": (round) => appendRate(commandsOf(`one-${round}`, 200), 1, embedded.append),
    "SQLite: ledger, 32 callers": (round) => appendRate(commandsOf(`many-${round}`, 2000), 32, crowdedFile.append),
    "PostgreSQL: raw statements": (round) => appendRate(rowsOf(`raw-${round}`, round, 100), 1, raw.write),
    "PostgreSQL: ledger": (round) => appendRate(commandsOf(`one-${round}`, 100), 1, server.append),
    "PostgreSQL: raw statements, 32 callers": (round) => appendRate(rowsOf(`pool-${round}`, round, 500), 32, raw.write),
    "PostgreSQL: ledger, 32 callers": (round) =>
      appendRate(commandsOf(`many-${round}`, 2000), 32, crowdedServer.append),
  };
  const rates = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [way, measure] of Object.entries(ways)) {
      const rate = await measure(round);
      if (round > 0) rates.get(way)!.push(rate);
    }
  console.log(`| appends a second, median of ${ROUNDS} rounds | |\n| --- | --- |`);
  for (const [way, measured] of rates)
    console.log(`| ${way} | ${Math.round(measured.toSorted((a, b) => a - b)[ROUNDS >> 1]!)} |`);
  for (const store of [embedded, server, crowdedFile, crowdedServer]) await store.close();
  for (const end of [sqlite.close, raw.close]) await end();
}
