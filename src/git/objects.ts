import type { Socket } from "node:net";
import { gitFailed, gitMissing } from "./problems.ts";
import { askGit, start } from "./run.ts";

export interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/** The objects of a repository by name: `<id>`, `<commit>^{tree}`, `<commit>:<path>`. Absent: there is none. */
export interface GitObjects {
  read(name: string): Promise<GitObject | undefined>;
}

interface Question {
  readonly name: string;
  resolve(found: GitObject | undefined): void;
  reject(error: unknown): void;
}

/** Most commands need no more. A git that answers and ends costs them half of what one costs that stays. */
export const SHORT_ROUNDS = 3;
/** Without a question for so long, git is ended; the next question starts it again. */
const IDLE_MS = 1000;

/** Questions asked together are one round. After the first rounds, one `git cat-file --batch` answers everything. */
export function openObjects(folder: string): GitObjects {
  let running: Reader | undefined;
  let rounds = 0;
  let asked: Question[] = [];
  function open(): Reader {
    const reader = startReader(folder, () => {
      if (running === reader) running = undefined;
    });
    return (running = reader);
  }
  const ask = (): void => {
    const round = asked;
    asked = [];
    if (rounds++ < SHORT_ROUNDS) answerAtOnce(folder, round);
    else (running ?? open())(round);
  };
  return {
    read: async (name) =>
      name.includes("\n")
        ? undefined
        : new Promise((resolve, reject) => {
            if (asked.length === 0) process.nextTick(ask);
            asked.push({ name, resolve, reject });
          }),
  };
}

function answerAtOnce(folder: string, round: readonly Question[]): void {
  const left = [...round];
  try {
    const { stdout, stderr } = askGit(["cat-file", "--batch"], { folder, input: namesOf(round) });
    let rest = stdout;
    for (let { found, end } = readAnswer(rest); end !== undefined; { found, end } = readAnswer(rest)) {
      rest = rest.subarray(end);
      left.shift()?.resolve(found);
    }
    if (left.length > 0) throw endedEarly(stderr, folder);
  } catch (error) {
    for (const { reject } of left) reject(error);
  }
}

const namesOf = (round: readonly Question[]): string => round.map(({ name }) => `${name}\n`).join("");

const endedEarly = (said: string, folder: string): Error => gitFailed(["cat-file"], said || "git ended early", folder);

type Reader = (round: readonly Question[]) => void;

/** Questions are answered in the order in which they are asked. Nobody waits for this git when the program ends. */
function startReader(folder: string, ended: () => void): Reader {
  const child = start(["cat-file", "--batch"], { folder }, "pipe");
  const [stdin, stdout, stderr] = [child.stdin, child.stdout, child.stderr] as [Socket, Socket, Socket];
  const waiting: Question[] = [];
  let chunks: Buffer[] = [];
  let buffered = 0;
  let wanted = 1; // bytes until the next answer can be complete
  const fail = (error: Error): void => {
    ended();
    waiting.splice(0).forEach(({ reject }) => reject(error));
  };
  const idle = setTimeout(() => {
    if (waiting.length > 0) return void idle.refresh();
    ended();
    stdin.end();
  }, IDLE_MS).unref();
  for (const handle of [stdin, stderr]) handle.unref?.();
  let said = "";
  stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.on("error", (error) => fail(gitMissing(folder, error)));
  child.on("close", () => fail(endedEarly(said, folder)));
  stdin.on("error", () => undefined); // the close event tells
  stdout.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    buffered += chunk.length;
    if (buffered < wanted) return;
    let rest: Buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    for (let answer = readAnswer(rest); ; answer = readAnswer(rest)) {
      wanted = answer.wanted;
      if (answer.end === undefined) break;
      rest = rest.subarray(answer.end);
      waiting.shift()?.resolve(answer.found);
    }
    chunks = [rest];
    buffered = rest.length;
    if (waiting.length === 0) for (const handle of [child, stdout]) handle.unref();
  });
  return (round) => {
    for (const question of round) waiting.push(question);
    for (const handle of [child, stdout]) handle.ref();
    idle.refresh();
    stdin.write(namesOf(round));
  };
}

/** One answer at the start of a buffer: header line, content, line feed. Without `end` it is not complete yet. */
function readAnswer(buffer: Buffer): { found?: GitObject; end?: number; wanted: number } {
  const line = buffer.indexOf(10);
  if (line === -1) return { wanted: buffer.length + 1 };
  const header = /^([0-9a-f]+) (\w+) (\d+)$/.exec(buffer.toString("latin1", 0, line));
  if (header === null) return { end: line + 1, wanted: 1 }; // missing, or ambiguous
  const end = line + 1 + Number(header[3]) + 1;
  if (buffer.length < end) return { wanted: end };
  const content = buffer.subarray(line + 1, end - 1);
  return { found: { id: header[1]!, type: header[2]!, content }, end, wanted: 1 };
}
