import { afterAll, beforeAll, expect, test } from "vitest";
import { repeated } from "./support/thorough.ts";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { openPostgres } from "../src/ledger/open-postgres.ts";
import { isSlipwayError } from "../src/kernel/problem.ts";
import { someEvent } from "./support/events.ts";
import { killAppends } from "./support/kill-appends.ts";
import { HAS_POSTGRES, startPostgres, type TestPostgres } from "./support/postgres.ts";
import { temporaryFolder } from "./support/repository.ts";

const KILLS = { kills: repeated(20, 5), rereadEvery: 1 };

let postgres: TestPostgres | undefined;
beforeAll(async () => {
  if (HAS_POSTGRES) postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres?.stop(), 60_000);

test(
  "[U-01] kill -9 during appends to SQLite lose nothing that was acknowledged, and the root stays",
  { timeout: 240_000 },
  async () => {
    const folder = temporaryFolder();
    const open = () => openEmbedded({ folder, command: "test" });
    const report = await killAppends({ place: folder, open }, KILLS);
    expect(report).toMatchObject({ kills: KILLS.kills, faults: [] });
    expect(report.acknowledged).toBeGreaterThan(KILLS.kills);
    expect(report.entries).toBeGreaterThanOrEqual(report.acknowledged * 2);
  },
);

test.skipIf(!HAS_POSTGRES)(
  "[U-01] kill -9 during appends to PostgreSQL lose nothing that was acknowledged, and the root stays",
  { timeout: 240_000 },
  async () => {
    const url = await postgres!.database();
    const folder = temporaryFolder();
    const report = await killAppends({ place: url, open: () => openPostgres({ url, folder }) }, KILLS);
    expect(report).toMatchObject({ kills: KILLS.kills, faults: [] });
    expect(report.acknowledged).toBeGreaterThan(KILLS.kills);
    expect(report.entries).toBeGreaterThanOrEqual(report.acknowledged * 2);
  },
);

test.skipIf(!HAS_POSTGRES)(
  "[U-01] when PostgreSQL crashes under load, each command is recorded once after it was sent again",
  { timeout: 120_000 },
  async () => {
    const url = await postgres!.database();
    const ledger = await openPostgres({ url, folder: temporaryFolder() });
    const acknowledged = new Map<string, number>();
    let refused = 0;
    const load = { isOver: false };
    const caller = async (number: number): Promise<void> => {
      for (let turn = 0; !load.isOver; turn += 1) {
        const command = { id: `${number}-${turn}`, reads: new Map<string, number>(), events: [someEvent()] };
        for (let sent = 0; !acknowledged.has(command.id); sent += 1) {
          try {
            acknowledged.set(command.id, (await ledger.append(command)).first);
          } catch (error) {
            if (!isSlipwayError(error) || error.problems[0].code !== "ledger-unwritable") throw error;
            refused += 1;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        }
      }
    };
    const callers = Array.from({ length: 16 }, (_, number) => caller(number));
    for (let crash = 0; crash < 3; crash += 1) {
      const before = acknowledged.size;
      while (acknowledged.size < before + 100) await new Promise((resolve) => setTimeout(resolve, 20));
      await postgres!.crash();
    }
    load.isOver = true;
    await Promise.all(callers);
    expect(refused).toBeGreaterThan(0);
    expect(await ledger.size()).toBe(acknowledged.size);
    expect([...acknowledged.values()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: acknowledged.size }, (_, index) => index),
    );
    for (const [id, first] of acknowledged) expect((await ledger.recorded(id))?.first).toBe(first);
    expect(await ledger.compareReadModels()).toEqual([]);
    await ledger.close();
  },
);
