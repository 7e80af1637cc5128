import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A real git repository in a temporary folder, with a clock of its own so that every run makes the same commits. */
export interface TestRepository {
  readonly folder: string;
  /** Runs git; returns what it printed, trimmed. */
  git(...args: string[]): string;
  /** Writes files and commits them; without files an empty commit. Returns the hash. */
  commit(message: string | Buffer, files?: Readonly<Record<string, string>>): string;
  tag(name: string, message?: string): void;
  write(path: string, content: string | Buffer): void;
  read(path: string): string;
}

const START = Date.UTC(2026, 0, 5, 9, 0, 0) / 1000;

/** Hundreds of repositories live for a second each: nothing is tidied up in them, and no disk is waited for. */
const QUICK = ["gc.auto=0", "maintenance.auto=false", "core.fsync=none", "core.abbrev=40"].flatMap((each) => [
  "-c",
  each,
]);

/** Settings of the machine must not leak into tests. */
export function gitEnvironment(time = START): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  const who = { GIT_AUTHOR_NAME: "Ada Example", GIT_AUTHOR_EMAIL: "ada@example.org" };
  const by = { GIT_COMMITTER_NAME: "Ada Example", GIT_COMMITTER_EMAIL: "ada@example.org" };
  const when = { GIT_AUTHOR_DATE: `${time} +0000`, GIT_COMMITTER_DATE: `${time} +0000` };
  return { PATH, HOME, ...who, ...by, ...when, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "slipway-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function makeRepository(options: { bare?: boolean } = {}): TestRepository {
  const repository = repositoryIn(temporaryFolder());
  repository.git("init", "-q", "-b", "main", ...(options.bare === true ? ["--bare"] : []));
  return repository;
}

/** The repository of a folder that is there already; its next commits are dated from `time` on, in Unix seconds. */
export function repositoryIn(folder: string, time = START): TestRepository {
  const run = (args: readonly string[], input?: string | Buffer): string =>
    execFileSync("git", [...QUICK, ...args], {
      cwd: folder,
      env: gitEnvironment(time),
      input,
      stdio: ["pipe", "pipe", "pipe"],
    })
      .toString()
      .trim();
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  return {
    folder,
    git: (...args) => run(args),
    commit(message, files = {}) {
      time += 3600;
      for (const [path, content] of Object.entries(files)) write(path, content);
      if (Object.keys(files).length > 0) run(["add", "--", ...Object.keys(files)]);
      const said = run(["commit", "--allow-empty", "--cleanup=verbatim", "-F", "-"], message);
      return /^\[.*?([0-9a-f]{40})\]/.exec(said)![1]!;
    },
    tag: (name, message) => void run(message === undefined ? ["tag", name] : ["tag", "-a", name, "-m", message]),
    write,
    read: (path) => readFileSync(join(folder, path), "utf8"),
  };
}
