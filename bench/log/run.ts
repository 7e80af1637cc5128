import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure as measureProgram } from "../history/measure.ts";
import { STEPS, type StepCost } from "./step.ts";

/**
 * A log of so many entries, step by step, each step in a process of its own.
 *
 *     npm run bench -- log [ENTRIES]
 */
export async function run([entries = "1000000"]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-bench-log-"));
  try {
    console.log(`${entries} entries\n\n| | s | CPU s | peak MiB |\n| --- | --- | --- | --- |`);
    for (const step of Object.keys(STEPS)) {
      const { seconds, cpuSeconds, peakMiB } = measure(step, folder, entries);
      console.log(`| ${step} | ${seconds.toFixed(2)} | ${cpuSeconds.toFixed(2)} | ${peakMiB.toFixed(0)} |`);
    }
    const { count, bytes } = sizeOf(join(folder, "export"));
    console.log(`\nexport: ${count} files, ${(bytes / 2 ** 20).toFixed(0)} MiB`);
    wholeProgram(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same through the program and an embedded ledger, which the last step filled. */
function wholeProgram(folder: string): void {
  const program = join(import.meta.dirname, "../../dist/slipway.cjs");
  execFileSync("git", ["init", "-q", folder]);
  console.log("\n| | s | CPU s | peak MiB |\n| --- | --- | --- | --- |");
  for (const line of [
    "audit export exported",
    "audit verify",
    "audit log --actor ada --from 2026-03-01 --to 2026-03-01 --limit 50",
  ]) {
    const command: [string, ...string[]] = [process.execPath, program, ...line.split(" ")];
    const start = performance.now();
    const { cpuSeconds, peakMiB } = measureProgram({ name: line, command, folder }, folder);
    const seconds = (performance.now() - start) / 1000;
    console.log(`| \`slipway ${line}\` | ${seconds.toFixed(2)} | ${cpuSeconds.toFixed(2)} | ${peakMiB.toFixed(0)} |`);
  }
}

function measure(step: string, folder: string, entries: string): StepCost {
  const args = [join(import.meta.dirname, "step.ts"), step, folder, entries];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`the step "${step}" ended with ${status}`);
  return JSON.parse(stdout) as StepCost;
}

function sizeOf(folder: string): { count: number; bytes: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map((file) => statSync(join(file.parentPath, file.name)).size);
  return { count: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
