import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Ledger } from "../../src/app/ledger-ports.ts";
import { EMPTY_FRONTIER, frontierRoot, grow, type Frontier } from "../../src/domain/merkle/frontier.ts";
import { leafHash } from "../../src/domain/merkle/tree-hash.ts";
import { LOG_CRYPTO } from "../../src/ledger/log/log-crypto.ts";

const APPENDER = join(import.meta.dirname, "appender.ts");
const { hash } = LOG_CRYPTO;

export interface KillReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** Entries in the ledger at the end; more than were acknowledged when a kill came between commit and answer. */
  readonly entries: number;
  readonly faults: readonly string[];
}

/**
 * Kills a process with SIGKILL in the middle of its appends, again and again on one ledger. After each kill the ledger is
 * opened: what was acknowledged is there at its index, and what was there before has the root it had.
 */
export async function killAppends(
  { place, open }: { place: string; open: () => Promise<Ledger> },
  {
    kills,
    rereadEvery,
    onKill,
  }: { kills: number; rereadEvery: number; onKill?: (kill: number, faults: readonly string[]) => void },
): Promise<KillReport> {
  const faults: string[] = [];
  let acknowledged = 0;
  let known = EMPTY_FRONTIER;
  for (let kill = 0; kill < kills; kill += 1) {
    const answers = await appendUntilKilled(place, kill);
    acknowledged += answers.size;
    const before = faults.length;
    const ledger = await open();
    try {
      faults.push(...(await lost(ledger, answers)));
      const isReread = kill % rereadEvery === 0 || kill === kills - 1;
      if (isReread) {
        const again = await grown(ledger, EMPTY_FRONTIER, known.size);
        if (root(again) !== root(known)) faults.push(`kill ${kill}: the first ${known.size} entries have another root`);
        faults.push(...(await ledger.compareReadModels()));
      }
      known = await grown(ledger, known, await ledger.size());
    } finally {
      await ledger.close();
    }
    onKill?.(kill, faults.slice(before));
  }
  return { kills, acknowledged, entries: known.size, faults };
}

/** The commands that were acknowledged before the process was killed, with the index each was given. */
async function appendUntilKilled(place: string, run: number): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const child = spawn(process.execPath, [APPENDER, place, String(run)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const enough = 1 + ((run * 7) % 40);
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = "", first] = line.split(" ");
    if (first !== undefined) answers.set(id, Number(first));
    if (answers.size === enough) void sleep(run % 5).then(() => child.kill("SIGKILL"));
  }
  await ended;
  if (child.signalCode !== "SIGKILL") throw new Error(`the appender ended by itself with ${child.exitCode}`);
  return answers;
}

async function lost(ledger: Ledger, answers: ReadonlyMap<string, number>): Promise<string[]> {
  const faults: string[] = [];
  for (const [id, first] of answers) {
    const recorded = await ledger.recorded(id);
    if (recorded?.first !== first || recorded.events.length !== 2)
      faults.push(`${id} was acknowledged at ${first} and is at ${recorded?.first ?? "no index"}`);
  }
  return faults;
}

async function grown(ledger: Ledger, from: Frontier, to: number): Promise<Frontier> {
  let frontier = from;
  for await (const { index, bytes } of ledger.entries(from.size, to)) {
    if (index !== frontier.size) throw new Error(`entry ${frontier.size} is missing`);
    frontier = grow(hash, frontier, leafHash(hash, bytes)).frontier;
  }
  return frontier;
}

function root(frontier: Frontier): string {
  return Buffer.from(frontierRoot(hash, frontier)).toString("base64");
}
