import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";

/** Commands that are run often and do little. The first one decides which functions of what they share are compiled. */
const COMMANDS = ["next", "plan", "changelog", "--help", "plan --all --config parts.yaml"];

/** Nothing of the machine's settings, and nothing of a repository that the build may run in a hook of. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:GIT_|NODE_)/.test(name))),
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
};

/**
 * Runs short commands of the built program in a made repository and keeps what V8 compiles for them: they would spend a third
 * of their time on that. A Node of another version compiles for itself.
 */
export async function compileAhead(program: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-build-"));
  try {
    await makeRepository(folder);
    for (const command of COMMANDS)
      run(folder, process.execPath, join(import.meta.dirname, "compile-chunks.ts"), program, ...command.split(" "));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeRepository(folder: string): Promise<void> {
  const git = (...args: string[]): void =>
    run(folder, "git", "-c", "user.name=build", "-c", "user.email=build@localhost", ...args);
  git("init");
  git("commit", "--allow-empty", "-m", "feat: start");
  git("tag", "v1.0.0");
  git("commit", "--allow-empty", "-m", "fix(part)!: go on\n\nIt goes on.\n\nCloses #1");
  await mkdir(join(folder, "one"));
  await writeFile(join(folder, "one/a.txt"), "a");
  git("add", "one");
  git("commit", "-m", "fix: a part");
  await writeFile(join(folder, "parts.yaml"), "product: Parts\ncomponents:\n  one: { path: one }\n");
}

function run(folder: string, program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { cwd: folder, stdio: "ignore", env: environment });
}
