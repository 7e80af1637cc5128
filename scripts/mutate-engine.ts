import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { MUTANTS, type Mutant } from "../test/sim/engine/mutants.ts";

const ROOT = join(import.meta.dirname, "..");
const run = promisify(execFile);

/**
 * Plants each fault whose name contains `part` in a copy of the engine, and prints by which seed the simulation finds it.
 * Whether it found all.
 */
export async function mutateEngine(seeds: number, part: string): Promise<boolean> {
  let areFound = true;
  for (const mutant of MUTANTS.filter(({ name }) => name.includes(part))) {
    const before = performance.now();
    const found = await foundBy(mutant, seeds);
    areFound &&= found !== undefined;
    const took = ((performance.now() - before) / 1000).toFixed(1);
    console.log(`| ${mutant.name} | ${found ?? `not within ${seeds} seeds`} | ${took} s |`);
  }
  return areFound;
}

async function foundBy(mutant: Mutant, seeds: number): Promise<string | undefined> {
  const folder = copyWith(mutant);
  try {
    await run(process.execPath, ["test/sim/engine/run-seeds.ts", "1", `${seeds}`], { cwd: folder });
    return undefined;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // that of a process that failed
    const [fault] = /^seed \d+: .*$/m.exec(stdout) ?? [];
    if (fault === undefined) throw new Error(`${mutant.name}: ${stderr}`, { cause: error });
    return fault;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyWith({ name, file, from, to }: Mutant): string {
  const folder = mkdtempSync(join(tmpdir(), "slipway-mutant-"));
  for (const part of ["src", "presets", "test/sim", "test/support", "package.json"])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const text = readFileSync(join(folder, file), "utf8");
  if (text.split(from).length !== 2) throw new Error(`${name}: ${file} no longer says what is replaced`);
  writeFileSync(
    join(folder, file),
    text.replace(from, () => to),
  );
  return folder;
}
