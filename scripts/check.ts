import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/**
 * `npm run check`. What reads the source alone runs side by side, as many as there are cores, the longest first; each
 * prints when it has ended, so that nothing is mixed up. Then the tests run, in any case: all faults are told at once.
 */
const READERS = ["lint", "types", "tidy", "unused", "format"];

const waiting = [...READERS];
const failed: string[] = [];

async function work(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const { code, text } = await npmRun(name);
    process.stdout.write(`\n${name}\n${text}`);
    if (code !== 0) failed.push(name);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
const tests = await npmRun("test", { TESTS: "quick" }, "inherit");
if (tests.code !== 0) failed.push("test");
if (failed.length > 0) console.error(`check: failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function npmRun(
  name: string,
  environment: NodeJS.ProcessEnv = {},
  stdout: "pipe" | "inherit" = "pipe",
): Promise<{ code: number | null; text: string }> {
  const child = spawn("npm", ["run", "--silent", name], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, ...environment },
    stdio: ["ignore", stdout, stdout],
    shell: process.platform === "win32",
  });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, text: Buffer.concat(parts).toString() }));
  });
}
