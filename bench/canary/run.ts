import { startJudge } from "../../src/domain/rollout/judge/judge-state.ts";
import { observe } from "../../src/domain/rollout/judge/judge.ts";
import { DEFAULT_POLICY } from "../../src/domain/rollout/judge/policy.ts";
import { seededRandom } from "../../test/sim/random.ts";
import { simulate } from "../../test/sim/canary/simulate.ts";
import { traceLines } from "../../test/sim/canary/trace-lines.ts";
import { WORLDS, type World } from "../../test/sim/canary/worlds.ts";
import { fixedRatios, fixedThresholds } from "./judges/fixed.ts";
import type { Contestant, Outcome } from "./judges/judge.ts";
import { mannWhitney } from "./judges/mann-whitney.ts";
import { slipway } from "./judges/slipway.ts";
import { repeatedTests } from "./judges/z-test.ts";
import { median, percent, shareInterval } from "./statistics.ts";

/**
 * The judge in every world, beside re-implementations of published judges on the same traces.
 *
 *     npm run bench -- canary [SEEDS] [FIRST]              the tables; 300 seeds take some minutes
 *     npm run bench -- canary trace "WORLD" RATE SEED      one trace, as JSON lines
 */
const RATES = [1000, 50] as const;
const CONTESTANTS: readonly Contestant[] = [slipway, mannWhitney, fixedThresholds, fixedRatios, repeatedTests];

export async function run(args: readonly string[]): Promise<void> {
  if (args[0] === "trace") return printTrace(args.slice(1));
  const seeds = Number(args[0] ?? 300);
  const first = Number(args[1] ?? 1);
  const results = new Map<string, Run[]>();
  for (const rate of RATES)
    for (const world of WORLDS) {
      process.stderr.write(`${rate} requests/s, ${world.name}\n`);
      results.set(`${rate} ${world.name}`, runWorld(world, rate, seeds, first));
    }
  for (const rate of RATES) printRate(rate, results, seeds);
  printSpeed();
}

/** What every contestant made of one trace. */
interface Run {
  readonly onset: number;
  readonly outcomes: readonly Outcome[];
}

function runWorld(world: World, requestsPerSecond: number, seeds: number, first: number): Run[] {
  return Array.from({ length: seeds }, (_, index) => {
    const { header, intervals, onset } = simulate(world, { requestsPerSecond, random: seededRandom(first + index) });
    return { onset, outcomes: CONTESTANTS.map(({ judge }) => judge(header, intervals)) };
  });
}

function printRate(rate: number, results: ReadonlyMap<string, readonly Run[]>, seeds: number): void {
  const names = CONTESTANTS.map(({ name }) => name);
  const rule = "|---".repeat(names.length + 2);
  console.log(`\n## ${rate} requests/s, ${seeds} seeds: rolled back, and median seconds after the harm began\n`);
  console.log(`| world | Slipway advances | ${names.join(" | ")} |\n${rule}|`);
  for (const world of WORLDS) {
    const runs = results.get(`${rate} ${world.name}`) ?? [];
    const cells = CONTESTANTS.map((_, index) => rollbackCell(runs, index, world));
    console.log(`| ${world.name} | ${advanceCell(runs)} | ${cells.join(" | ")} |`);
  }
  for (const [index, name] of names.entries()) {
    const harmless = WORLDS.filter(({ harmful }) => !harmful).flatMap(
      (world) => results.get(`${rate} ${world.name}`) ?? [],
    );
    const wrong = harmless.filter(({ outcomes }) => outcomes[index]?.rollbackAt !== undefined).length;
    const [low, high] = shareInterval(wrong, harmless.length);
    console.log(
      `\n${name}: ${wrong} of ${harmless.length} harmless runs rolled back, ${percent(wrong / harmless.length)} (95 %: ${percent(low)} to ${percent(high)})`,
    );
  }
  const blackhole = results.get(`${rate} blackhole`) ?? [];
  const promoted = names.map(
    (name, index) => `${name} ${blackhole.filter(({ outcomes }) => outcomes[index]?.promoted).length}`,
  );
  console.log(`\nblackholed canaries promoted, of ${blackhole.length}: ${promoted.join(", ")}`);
}

function rollbackCell(runs: readonly Run[], index: number, { harmful }: World): string {
  const times = runs.flatMap(({ onset, outcomes }) => {
    const at = outcomes[index]?.rollbackAt;
    return at === undefined || at <= onset ? [] : [at - onset];
  });
  const early = runs.filter(
    ({ onset, outcomes }) => (outcomes[index]?.rollbackAt ?? Number.POSITIVE_INFINITY) <= onset,
  ).length;
  const [low, high] = shareInterval(times.length, runs.length);
  const share = percent(times.length / runs.length);
  const tooEarly = early === 0 ? "" : `, ${percent(early / runs.length)} before`;
  if (!harmful) return index === 0 ? `${share} (${percent(low)} to ${percent(high)})` : share;
  return times.length === 0 ? `${share}${tooEarly}` : `${share}, ${median(times)} s${tooEarly}`;
}

function advanceCell(runs: readonly Run[]): string {
  const by = (seconds: number): string =>
    percent(
      runs.filter(({ outcomes }) => (outcomes[0]?.advanceAt ?? Number.POSITIVE_INFINITY) <= seconds).length /
        runs.length,
    );
  return `${by(260)} by 260 s, ${by(1000)} by 1000 s, ${by(Number.MAX_VALUE)} ever`;
}

function printSpeed(): void {
  const stationary = WORLDS[0];
  if (stationary === undefined) return;
  const { header, intervals } = simulate(stationary, { requestsPerSecond: 1000, random: seededRandom(1), tEnd: 3600 });
  const setup = { header, policy: DEFAULT_POLICY };
  const times = Array.from({ length: 21 }, () => {
    const begun = performance.now();
    slipway.judge(header, intervals);
    return performance.now() - begun;
  });
  console.log(`\n## Speed\n\nan hour of 10 s intervals: ${median(times).toFixed(1)} ms (median of ${times.length})`);
  let states = Array.from({ length: 1000 }, () => startJudge(setup));
  const before = performance.now();
  for (const interval of intervals.slice(0, 150)) states = states.map((state) => observe(setup, state, interval).state);
  const bytes = JSON.stringify(states[0]).length;
  console.log(
    `1,000 judges at once: ${((performance.now() - before) / 150).toFixed(1)} ms per interval for all; the state of one is ${bytes} bytes of JSON`,
  );
}

function printTrace([name, rate = "1000", seed = "1"]: readonly string[]): void {
  const world = WORLDS.find((each) => each.name === name);
  if (world === undefined) throw new Error(`no such world; one of: ${WORLDS.map((each) => each.name).join(", ")}`);
  for (const line of traceLines(
    simulate(world, { requestsPerSecond: Number(rate), random: seededRandom(Number(seed)) }),
  ))
    console.log(line);
}
