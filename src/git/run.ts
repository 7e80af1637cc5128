import { isAscii } from "node:buffer";
import { spawn, spawnSync } from "node:child_process";
import { gitMissing, gitFailed } from "./problems.ts";

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitCall {
  readonly folder: string;
  readonly input?: string | Buffer;
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends git when it is aborted, for commands that wait for a network. */
  readonly signal?: AbortSignal;
}

/** Settings of a user's machine must not change what we read, nor in which encoding a message is kept. */
const SETTINGS = [
  "core.quotePath=off",
  "log.showSignature=false",
  "log.showRoot=true",
  "color.ui=false",
  "diff.relative=false",
  "diff.orderFile=/dev/null",
  "i18n.commitEncoding=UTF-8",
];
const FIXED = ["--no-pager", ...SETTINGS.flatMap((setting) => ["-c", setting])];

/** The history is what the hash of a commit says: replacements and grafts are of this machine alone. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  LC_ALL: "C",
  GIT_FLUSH: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_GRAFT_FILE: "/dev/null/none",
};

const NOT_ASCII = /[\u0080-\u00FF]/;

/**
 * Runs git for a short answer and waits for it. That takes a third of the time of our own that a stream takes, so it is
 * for questions that git answers from its files at once, and not for those that a network, a hook or a key may hold up.
 */
export function askGit(args: readonly string[], { folder, input }: Pick<GitCall, "folder" | "input">): GitResult {
  const { error, pid, status, stdout, stderr } = spawnSync("git", [...FIXED, ...args], {
    cwd: folder,
    env: ENVIRONMENT,
    maxBuffer: Infinity,
    ...(input === undefined ? { stdio: ["ignore", "pipe", "pipe"] } : { input }),
  });
  if (pid === 0) throw gitMissing(folder, error);
  return { code: status ?? 128, stdout, stderr: stderr.toString() };
}

/** Starts git; whoever starts it reads its output and sees to its end. */
export function start(args: readonly string[], { folder, environment }: GitCall, stdin: "pipe" | "ignore") {
  return spawn("git", [...FIXED, ...args], {
    cwd: folder,
    stdio: [stdin, "pipe", "pipe"],
    env: environment === undefined ? ENVIRONMENT : { ...ENVIRONMENT, ...environment },
  });
}

/** Runs git to its end and returns everything it said. Only a git that cannot be started is an error here. */
export function tryGit(args: readonly string[], call: GitCall): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = start(args, call, call.input === undefined ? "ignore" : "pipe");
    const end = (): boolean => child.kill();
    call.signal?.addEventListener("abort", end);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) => reject(gitMissing(call.folder, error)));
    child.on("close", (code) => {
      call.signal?.removeEventListener("abort", end);
      resolve({ code: code ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin?.on("error", () => undefined); // git may stop reading early; its exit code tells
    child.stdin?.end(call.input);
  });
}

/** Runs git and returns its output; an exit code other than 0 is an error that carries git's own words. */
export async function git(args: readonly string[], call: GitCall): Promise<Buffer> {
  const result = await tryGit(args, call);
  if (result.code !== 0) throw gitFailed(args, result.stderr, call.folder);
  return result.stdout;
}

/** Feeds what one git prints into another, and returns what the second one says. Nothing is held in between. */
export async function pipeGit(
  from: readonly string[],
  into: readonly string[],
  call: GitCall & { readonly input: string },
): Promise<Buffer> {
  const [first, second] = [start(from, call, "pipe"), start(into, call, "pipe")];
  const stdout: Buffer[] = [];
  let stderr = "";
  second.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  for (const child of [first, second]) {
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin?.on("error", () => undefined); // git may stop reading early; its exit code tells
  }
  first.stdout?.pipe(second.stdin!);
  first.stdin?.end(call.input);
  const codes = await Promise.all([first, second].map((child) => exitOf(child, call.folder)));
  if (codes.some((code) => code !== 0)) throw gitFailed(from, stderr, call.folder);
  return Buffer.concat(stdout);
}

function exitOf(child: ReturnType<typeof start>, folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(gitMissing(folder, error)));
    child.on("close", (code) => resolve(code ?? 128));
  });
}

/** Streams git's output, cut at NUL bytes. Leaving the loop early ends git. */
export async function* gitRecords(args: readonly string[], call: GitCall): AsyncGenerator<readonly string[]> {
  const child = start(args, call, call.input === undefined ? "ignore" : "pipe");
  child.stdin?.on("error", () => undefined); // git may stop reading early; its exit code tells
  child.stdin?.end(call.input);
  const stderr: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", (error) => reject(gitMissing(call.folder, error)));
    child.on("close", (code) => resolve(code ?? 128));
  });
  ended.catch(() => undefined); // awaited below unless the reader leaves early
  let pieces: Buffer[] = [];
  let finished = false;
  try {
    for await (const chunk of child.stdout! as AsyncIterable<Buffer>) {
      const first = chunk.indexOf(0);
      const last = chunk.lastIndexOf(0);
      pieces.push(first === -1 ? chunk : chunk.subarray(0, first));
      if (first === -1) continue;
      const records = [decode(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces))];
      pieces = [chunk.subarray(last + 1)];
      yield first === last ? records : records.concat(recordsIn(chunk.subarray(first + 1, last)));
    }
    finished = true;
  } finally {
    if (!finished) child.kill();
  }
  if ((await ended) !== 0) throw gitFailed(args, Buffer.concat(stderr).toString(), call.folder);
  const rest = Buffer.concat(pieces);
  if (rest.length > 0) yield [decode(rest)];
}

/** Text that is not ASCII alone takes twice the memory and the time to search, so one emoji must not spoil its neighbours. */
export function recordsIn(bytes: Buffer): string[] {
  const records = bytes.toString("latin1").split("\0");
  return isAscii(bytes)
    ? records
    : records.map((record) => (NOT_ASCII.test(record) ? Buffer.from(record, "latin1").toString() : record));
}

export function decode(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString("latin1") : bytes.toString();
}
