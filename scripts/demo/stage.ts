import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PROGRAM = join(import.meta.dirname, "../../dist/slipway.cjs");
const HOURS_2 = 7200; // seconds

const colour = process.stdout.isTTY && !process.env["NO_COLOR"];
export const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m` : text);
const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text);

let step = 0;

/** A product of the demo: a real repository, and the commands a user would call in it. */
export class Stage {
  readonly folder: string;
  readonly #setsClock: boolean;
  #clock: number;

  /** Starts at that time, in seconds; `setsClock` lets the ledger follow it, where days have to pass. */
  constructor(folder: string, start: number, { setsClock = false } = {}) {
    this.folder = folder;
    this.#clock = start;
    this.#setsClock = setsClock;
    mkdirSync(folder);
    this.git("init", "-q", "-b", "main");
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.folder, env: this.#environment(), encoding: "utf8" }).trim();
  }

  /** Lets time pass, in seconds. */
  wait(seconds = HOURS_2): void {
    this.#clock += seconds;
  }

  commit(message: string, files: Readonly<Record<string, string>>): void {
    this.wait();
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.git("add", "--all");
    this.git("commit", "-q", "-m", message);
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  /** Runs a command as a user would and shows what it says. The demo fails when it answers other than announced. */
  slipway(why: string, args: readonly string[], expectedCode = 0): void {
    this.#run(commandLine(args), [process.execPath, PROGRAM, ...args], why, expectedCode);
  }

  /** Runs commands that belong together under one heading. */
  several(why: string, commands: readonly (readonly string[])[]): void {
    const [first = [], ...more] = commands;
    this.slipway(why, first);
    for (const args of more) {
      console.log(dim(`$ ${commandLine(args)}`));
      this.#call(commandLine(args), [process.execPath, PROGRAM, ...args], 0);
    }
  }

  /** Runs a command whose answer would tell nothing new. */
  quietly(args: readonly string[]): void {
    execFileSync(process.execPath, [PROGRAM, ...args], {
      cwd: this.folder,
      env: this.#environment(),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }

  /** Runs a program that is not ours, in a folder of the product. */
  run(why: string, command: string, folder = ""): void {
    this.#run(command, ["bash", "--norc", "-c", command], why, 0, folder);
  }

  /** Prints lines of a file. */
  show(why: string, path: string, from: number, to: number): void {
    this.#announce(why, `sed -n ${from},${to}p ${path}`);
    console.log(
      readFileSync(this.path(path), "utf8")
        .split("\n")
        .slice(from - 1, to)
        .join("\n"),
    );
  }

  #run(
    shown: string,
    [program = "", ...args]: readonly string[],
    why: string,
    expectedCode: number,
    folder = "",
  ): void {
    this.#announce(why, shown);
    this.#call(shown, [program, ...args], expectedCode, folder);
  }

  #call(shown: string, [program = "", ...args]: readonly string[], expectedCode: number, folder = ""): void {
    const cwd = this.path(folder);
    const { status } = spawnSync(program, args, { cwd, env: this.#environment(), stdio: "inherit" });
    if (status !== 0) console.log(dim(`(exit code ${status})`));
    if (status !== expectedCode) throw new Error(`${shown} ended with ${status} instead of ${expectedCode}`);
  }

  #announce(why: string, command: string): void {
    console.log(`\n${bold(`${++step}. ${why}`)}\n${dim(`$ ${command}`)}`);
  }

  #environment(): NodeJS.ProcessEnv {
    const who = { GIT_AUTHOR_NAME: "Ada Example", GIT_AUTHOR_EMAIL: "ada@example.org" };
    const by = { GIT_COMMITTER_NAME: "Ada Example", GIT_COMMITTER_EMAIL: "ada@example.org" };
    const date = `${this.#clock} +0000`;
    const when = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, SOURCE_DATE_EPOCH: `${this.#clock}` };
    const settings = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    const clock = this.#setsClock ? { SLIPWAY_CLOCK: new Date(this.#clock * 1000).toISOString() } : {};
    return { ...process.env, ...who, ...by, ...when, ...settings, ...clock };
  }
}

function commandLine(args: readonly string[]): string {
  return `slipway ${args.map((arg) => (/\s/.test(arg) ? JSON.stringify(arg) : arg)).join(" ")}`;
}
