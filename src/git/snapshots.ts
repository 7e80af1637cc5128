import type { Snapshots } from "../app/ports.ts";
import { gitFailed } from "./problems.ts";
import { start } from "./run.ts";
import { treeEntries, treeListing, type TreeEntry } from "./tree.ts";

const CACHED_BYTES_MAX = 8 * 1024 * 1024;

interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Reads trees and files of many commits through one `git cat-file --batch`; what is unchanged is asked for once. */
export function openSnapshots(folder: string): Snapshots {
  let opened: ReturnType<typeof openObjects> | undefined; // git is started by the first question
  const objects = { read: (name: string) => (opened ??= openObjects(folder)).read(name) };
  const folders = new Map<string, Promise<ReadonlyMap<string, TreeEntry>>>();
  const texts = new Map<string, Promise<string>>();
  let cachedBytes = 0;

  async function entriesOf(name: string): Promise<ReadonlyMap<string, TreeEntry>> {
    const tree = await objects.read(name);
    if (tree?.type !== "tree") return new Map();
    return new Map([...treeEntries(tree.content, tree.id.length / 2)].map((entry) => [entry.name, entry]));
  }

  async function entryAt(root: ReadonlyMap<string, TreeEntry>, path: string): Promise<TreeEntry | undefined> {
    const steps = path.replace(/\/$/, "").split("/");
    let entries = root;
    for (const step of steps.slice(0, -1)) {
      const entry = entries.get(step);
      if (entry?.kind !== "folder") return undefined;
      const known = folders.get(entry.id) ?? entriesOf(entry.id);
      folders.set(entry.id, known);
      entries = await known;
    }
    return entries.get(steps.at(-1)!);
  }

  async function readText(id: string): Promise<string> {
    const found = await objects.read(id);
    if (found === undefined) return "";
    const text = found.type === "tree" ? treeListing(found.content, found.id.length / 2) : found.content.toString();
    cachedBytes += text.length;
    return text;
  }

  return {
    async find(commit, paths) {
      const root = await entriesOf(`${commit}^{tree}`);
      const entries = await Promise.all(paths.map((path) => entryAt(root, path)));
      return new Map(
        entries.flatMap((entry, index) => {
          const path = paths[index]!;
          return entry?.kind === (path.endsWith("/") ? "folder" : "file") ? [[path, entry.id] as const] : [];
        }),
      );
    },
    text(id) {
      const known = texts.get(id);
      if (known !== undefined) return known;
      if (cachedBytes > CACHED_BYTES_MAX) {
        texts.clear();
        cachedBytes = 0;
      }
      const text = readText(id);
      texts.set(id, text);
      return text;
    },
    close: () => opened?.close(),
  };
}

/** One running `git cat-file --batch`: questions are answered in the order in which they are asked. */
function openObjects(folder: string): { read(name: string): Promise<GitObject | undefined>; close(): void } {
  const child = start(["cat-file", "--batch"], { folder }, "pipe");
  const waiting: { resolve(found: GitObject | undefined): void; reject(error: Error): void }[] = [];
  let chunks: Buffer[] = [];
  let buffered = 0;
  let wanted = 1; // bytes until the next answer can be complete
  const fail = (error: Error): void => waiting.splice(0).forEach(({ reject }) => reject(error));
  child.on("error", fail);
  child.on("close", () => fail(gitFailed(["cat-file"], "git ended early", folder)));
  child.stdin?.on("error", () => undefined); // the close event tells
  child.stdout?.on("data", (chunk: Buffer) => {
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
  });
  return {
    read: (name) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin?.write(`${name}\n`);
      }),
    close: () => void child.stdin?.end(),
  };
}

/** One answer at the start of a buffer: header line, content, line feed. Without `end` it is not complete yet. */
function readAnswer(buffer: Buffer): { found?: GitObject; end?: number; wanted: number } {
  const line = buffer.indexOf(10);
  if (line === -1) return { wanted: buffer.length + 1 };
  const [id, type, size] = buffer.toString("latin1", 0, line).split(" ");
  if (size === undefined || !/^\d+$/.test(size)) return { end: line + 1, wanted: 1 }; // missing, or ambiguous
  const end = line + 1 + Number(size) + 1;
  if (buffer.length < end) return { wanted: end };
  return { found: { id: id!, type: type!, content: buffer.subarray(line + 1, end - 1) }, end, wanted: 1 };
}
