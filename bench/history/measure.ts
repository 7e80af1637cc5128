import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What one run of a command cost, its child processes included. */
export interface Cost {
  /** CPU seconds, user and system. */
  readonly cpuSeconds: number;
  /** Largest resident set of any process of the run, in MiB. */
  readonly peakMiB: number;
}

export interface Contestant {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  /** Exit codes that count as an answer. */
  readonly codes?: readonly number[];
}

/** A run that takes longer is ended and counts as endless. */
export const LIMIT_SECONDS = 60;
const ENDLESS: Cost = { cpuSeconds: Infinity, peakMiB: Infinity };

/** Runs a command under GNU time and throws its output away. */
export function measure({ name, command, folder, codes = [0] }: Contestant, scratch: string): Cost {
  const report = join(scratch, "time.txt");
  const limited = ["timeout", `${LIMIT_SECONDS}`, ...command];
  const { status, error, stderr } = spawnSync("/usr/bin/time", ["-f", "%U %S %M", "-o", report, ...limited], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw new Error("GNU time is needed: apt-get install time", { cause: error });
  if (status === 124) return ENDLESS;
  if (!codes.includes(status ?? -1))
    throw new Error(`${name} ended with ${status}: ${stderr.toString().slice(0, 500)}`);
  const [user, system, kibibytes] = readFileSync(report, "utf8").trim().split("\n").at(-1)!.split(" ").map(Number);
  return { cpuSeconds: user! + system!, peakMiB: kibibytes! / 1024 };
}

/** Medians over interleaved rounds, so that a machine that changes its speed treats everyone alike. */
export function compare(contestants: readonly Contestant[], rounds: number, scratch: string): Map<string, Cost> {
  const costs = new Map<string, Cost[]>(contestants.map(({ name }) => [name, []]));
  const warm = new Map(contestants.map((contestant) => [contestant.name, measure(contestant, scratch)])); // file cache
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      const endless = warm.get(contestant.name) === ENDLESS;
      costs.get(contestant.name)!.push(endless ? ENDLESS : measure(contestant, scratch));
    }
  }
  return new Map(
    [...costs].map(([name, runs]) => [
      name,
      { cpuSeconds: median(runs.map((run) => run.cpuSeconds)), peakMiB: median(runs.map((run) => run.peakMiB)) },
    ]),
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
