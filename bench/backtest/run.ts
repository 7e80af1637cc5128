import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { BacktestSummary, Tally } from "../../src/domain/backtest/verdict.ts";

/**
 * `npm run bench -- backtest FOLDER [NAME…]`: replays the past releases of every clone in a folder, or of those named, and
 * prints the table of bench/README.md. A clone may be bare, and may stand one folder deeper.
 */
const program = join(import.meta.dirname, "../../dist/slipway.cjs");

interface Row {
  readonly name: string;
  readonly summary: BacktestSummary;
}

export async function run([folder, ...names]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error("name a folder of clones");
  const clones = clonesIn(resolve(folder)).filter((clone) => names.length === 0 || names.includes(nameOf(clone)));
  if (clones.length === 0) throw new Error(`no clone in ${folder}`);
  console.log("| repository | releases | left out | judged | exact | majors | pre-releases | nothing | plain |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  const rows = clones.flatMap((clone) => replay(clone));
  console.log(line("all", total(rows)));
  for (const { name, summary } of rows) {
    for (const { tag, theirs, ours, why } of summary.differences)
      console.log(`- ${name} ${tag}: released ${theirs}, here ${ours ?? "nothing"}; ${why}`);
  }
}

function clonesIn(folder: string): string[] {
  const isClone = (path: string): boolean => existsSync(join(path, "HEAD")) || existsSync(join(path, ".git"));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [join(folder, name), join(folder, name, "repo")].find((path) => isClone(path)) ?? [])
    .toSorted();
}

function nameOf(clone: string): string {
  return (basename(clone) === "repo" ? basename(dirname(clone)) : basename(clone)).replace("+", "/");
}

function replay(clone: string): Row[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "backtest", "--json", "--repo", clone], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const name = nameOf(clone);
  if (status !== 0) {
    console.error(`${name}: ${stderr.split("\n")[0]}`);
    return [];
  }
  const summary = JSON.parse(stdout) as BacktestSummary;
  console.log(line(name, summary));
  return [{ name, summary }];
}

function line(name: string, summary: Omit<BacktestSummary, "differences">): string {
  const { releases, leftOut, majors, prereleases, nothing } = summary;
  const out = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  const cells = [
    name,
    releases,
    out,
    summary.judged,
    share(summary),
    share(majors),
    share(prereleases),
    `${nothing.nothing}/${nothing.states}`,
    `${nothing.released}/${nothing.plain}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

function share({ judged, exact }: Tally): string {
  return judged === 0 ? "-" : `${exact}/${judged} (${((100 * exact) / judged).toFixed(2)} %)`;
}

function total(rows: readonly Row[]): Omit<BacktestSummary, "differences"> {
  const sum = (pick: (summary: BacktestSummary) => number): number =>
    rows.reduce((all, { summary }) => all + pick(summary), 0);
  const tally = (pick: (summary: BacktestSummary) => Tally): Tally => ({
    judged: sum((summary) => pick(summary).judged),
    exact: sum((summary) => pick(summary).exact),
  });
  const reasons = new Set(rows.flatMap(({ summary }) => Object.keys(summary.leftOut)));
  return {
    releases: sum(({ releases }) => releases),
    leftOut: Object.fromEntries([...reasons].map((id) => [id, sum(({ leftOut }) => leftOut[id] ?? 0)])),
    ...tally((summary) => summary),
    majors: tally(({ majors }) => majors),
    prereleases: tally(({ prereleases }) => prereleases),
    nothing: {
      states: sum(({ nothing }) => nothing.states),
      nothing: sum(({ nothing }) => nothing.nothing),
      plain: sum(({ nothing }) => nothing.plain),
      released: sum(({ nothing }) => nothing.released),
    },
  };
}
