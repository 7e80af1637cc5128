import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitEnvironment, temporaryFolder } from "./support/repository.ts";

/**
 * Golden scenarios: a folder holds `history.sh`, which makes a repository, and `transcript.txt`, a session at the
 * command line: each line `$ …` is run, what follows is the expected output, `[exit N]` the exit code unless it is 0.
 * The first line of a transcript is its title, with the requirements it proves. UPDATE_GOLDEN=1 writes the answers.
 */
const NOW = Date.UTC(2026, 0, 8) / 1000;
const golden = join(import.meta.dirname, "golden");
const program = join(import.meta.dirname, "../dist/slipway.cjs");
const scenarios = readdirSync(golden).filter((name) => existsSync(join(golden, name, "history.sh")));

function transcript(folder: string, expected: string): string {
  const [title = "", ...lines] = expected.split("\n");
  const commands = lines.filter((line) => line.startsWith("$ "));
  const answers = commands.map((line) => `${line}\n${answer(folder, line.slice(2))}`);
  return `${title}\n\n${answers.join("\n")}`;
}

function answer(folder: string, command: string): string {
  const script = `slipway() { "${process.execPath}" "${program}" "$@"; }\n${command}`;
  const env = { ...gitEnvironment(NOW), SOURCE_DATE_EPOCH: `${NOW}` };
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  return `${stdout}${stderr}${status === 0 ? "" : `[exit ${status}]\n`}`.replaceAll(folder, "REPOSITORY");
}

test.each(scenarios.map((name) => [readFileSync(join(golden, name, "transcript.txt"), "utf8").split("\n")[0]!, name]))(
  "%s (golden/%s)",
  { timeout: 60_000 },
  (_, name) => {
    const folder = join(temporaryFolder(), "product");
    mkdirSync(folder);
    execFileSync(
      "bash",
      ["-c", `source "${join(golden, "history.sh")}"; source "${join(golden, name, "history.sh")}"`],
      {
        cwd: folder,
      },
    );
    const path = join(golden, name, "transcript.txt");
    const expected = readFileSync(path, "utf8");
    const actual = transcript(folder, expected);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, actual);
    expect(actual).toBe(readFileSync(path, "utf8"));
  },
);
