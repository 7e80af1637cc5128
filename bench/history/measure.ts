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
/** A run that takes longer says enough by itself, and would only hold up the others. */
const SLOW_SECONDS = 5;
const ENDLESS: Cost = { cpuSeconds: Infinity, peakMiB: Infinity };

/** The shell's own clock tells milliseconds of CPU, GNU time the peak of memory. */
const SCRIPT = `TIMEFORMAT='%3U %3S'; { time /usr/bin/time -q -f %M -o "$0.peak" timeout ${LIMIT_SECONDS} "$@" >/dev/null 2>"$0.err"; } 2>"$0.cpu"`;

/** Runs a command and throws its output away. */
export function measure({ name, command, folder, codes = [0] }: Contestant, scratch: string): Cost {
  const report = join(scratch, "run");
  const { status } = spawnSync("bash", ["--norc", "-c", SCRIPT, report, ...command], { cwd: folder, stdio: "ignore" });
  if (status === 124) return ENDLESS;
  if (status === 127)
    throw new Error(`${name} needs a program that is not there; GNU time comes with: apt-get install time`);
  if (!codes.includes(status ?? -1)) {
    throw new Error(`${name} ended with ${status}: ${readFileSync(`${report}.err`, "utf8").slice(0, 500)}`);
  }
  const [user, system] = readFileSync(`${report}.cpu`, "utf8").trim().split(" ").map(Number);
  return { cpuSeconds: user! + system!, peakMiB: Number(readFileSync(`${report}.peak`, "utf8")) / 1024 };
}

/** Medians over interleaved rounds, so that a machine that changes its speed treats everyone alike. */
export function compare(contestants: readonly Contestant[], rounds: number, scratch: string): Map<string, Cost> {
  const costs = new Map<string, Cost[]>(contestants.map(({ name }) => [name, []]));
  const warm = new Map(contestants.map((contestant) => [contestant.name, measure(contestant, scratch)])); // file cache
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      const isSlow = warm.get(contestant.name)!.cpuSeconds > SLOW_SECONDS;
      if (!isSlow) costs.get(contestant.name)!.push(measure(contestant, scratch));
      else if (round === 0) costs.get(contestant.name)!.push(warm.get(contestant.name)!);
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
