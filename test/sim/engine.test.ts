import { expect, test } from "vitest";
import { repeated } from "../support/thorough.ts";
import { play } from "./engine/play.ts";
import { simProcesses } from "./engine/sim-processes.ts";

/** What has to come about in some of the plays; otherwise nothing was looked at. */
const LOOKED_FOR = `
  released cancelled rolled-back effect-reported ledger-unwritable queue-joined queue-left role-revoked yes-lost
  debt-opened debt-settled
`;

/**
 * The engine as a whole: two processes of it over one log, targets that are slow, fail or answer too late, people who act
 * at any time, and everything is killed now and then. What must hold is in engine/watch-log.ts and engine/outside.ts.
 * SEED plays the one that a failure names; `npm run soak -- engine` plays many more.
 */
test(
  "[A-09, A-13, B-15, P-21] two engines, their people and machines: no effect is lost, doubled or without its right, and every release ends",
  { timeout: 3_600_000 },
  async () => {
    const { SEED } = process.env;
    const processes = await simProcesses();
    const from = Number(SEED ?? 1);
    const to = SEED === undefined ? repeated(300, 40) : from;
    const seen = new Set<string>();
    for (let seed = from; seed <= to; seed++)
      try {
        const { statuses, seen: happened } = await play(seed, processes);
        for (const each of [...statuses, ...happened]) seen.add(each);
      } catch (error) {
        const again = `SEED=${seed} npx vitest run test/sim/engine.test.ts`;
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${again}`, { cause: error });
      }
    if (SEED !== undefined) return;
    for (const each of [...LOOKED_FOR.trim().split(/\s+/), "queue-left: its turn"]) expect(seen).toContain(each);
  },
);
