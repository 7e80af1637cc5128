import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "./commands.ts";
import { decisions } from "./decisions.ts";
import type { StoreName, Walked } from "./releases.ts";

/**
 * Decisions about long releases, many releases at once, and commands in a repository with many releases.
 *
 *     npm run bench -- engine [RELEASES] [all|decisions|releases|commands]
 */
export async function run([count = "1000", part = "all"]: readonly string[]): Promise<void> {
  const wants = (name: string): boolean => part === "all" || part === name;
  if (wants("decisions")) await reportDecisions();
  if (wants("releases")) reportReleases(Number(count));
  if (wants("commands")) await reportCommands(Number(count));
}

async function reportDecisions(): Promise<void> {
  const lengths = [30, 300, 3000];
  const columns = [];
  for (const length of lengths) columns.push(await decisions(length));
  console.log(`| CPU, microseconds | ${lengths.map((length) => `${length} steps`).join(" | ")} |`);
  console.log(`| --- |${" --- |".repeat(lengths.length)}`);
  for (const name of columns[0]!.keys())
    console.log(`| ${name} | ${columns.map((column) => column.get(name)!.toFixed(1)).join(" | ")} |`);
}

function reportReleases(count: number): void {
  console.log(`\n| ${count} releases at once | steps a second | s | CPU s | peak MiB | the same appends alone, s |`);
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const store of ["memory", "embedded"] as const) {
    const { seconds, cpuSeconds, peakMiB, steps, floorSeconds, events, appends } = walked(store, count);
    const figures = [Math.round(steps / seconds), seconds.toFixed(1), cpuSeconds.toFixed(1), peakMiB.toFixed(0)];
    console.log(`| ${store} | ${figures.join(" | ")} | ${floorSeconds.toFixed(1)} |`);
    if (store === "embedded") console.log(`\n${steps} steps, ${events} entries in ${appends} appends`);
  }
}

function walked(store: StoreName, count: number): Walked {
  const args = [join(import.meta.dirname, "releases.ts"), store, `${count}`];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`the releases over ${store} ended with ${status}`);
  return JSON.parse(stdout) as Walked;
}

async function reportCommands(count: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  try {
    const costs = await commands(scratch, count);
    console.log(`\n| ${count} releases in the ledger | CPU s | peak MiB |\n| --- | --- | --- |`);
    for (const [name, { cpuSeconds, peakMiB }] of costs)
      console.log(`| ${name} | ${cpuSeconds.toFixed(3)} | ${peakMiB.toFixed(0)} |`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
