import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CheckpointHistory, LogFiles } from "../../app/log-ports.ts";
import { SlipwayError } from "../../kernel/problem.ts";

const FLUSHES_MAX = 8;

/** The files of a log in a folder. Names are made of a fixed set of letters, so they hold on every file system. */
export function openLogFolder(folder: string): LogFiles {
  const made = new Map<string, Promise<unknown>>();
  let unsafe: string[] = [];
  const put = async (path: string, bytes: Uint8Array, flush: boolean): Promise<string> => {
    const target = join(folder, path);
    await makeFolder(dirname(target), made)
      .then(() => replace(target, bytes, flush))
      .catch(failWriting(target));
    return target;
  };
  const flush = async (): Promise<void> => {
    const targets = unsafe;
    unsafe = [];
    await flushAll([...targets, ...new Set(targets.map(dirname))]).catch(failWriting(folder));
  };
  return {
    place: folder,
    read: (path) => readOrNothing(join(folder, path)),
    write: async (path, bytes) => {
      const target = await put(path, bytes, true);
      await flushAll([dirname(target)]).catch(failWriting(target));
    },
    writeSoon: async (path, bytes) => void unsafe.push(await put(path, bytes, false)),
    flush,
    remove: async (path) => rm(join(folder, path), { force: true }),
    list: () => filesBelow(folder),
  };
}

function failWriting(path: string): (error: unknown) => never {
  return (error) => {
    throw new SlipwayError(unwritable(path, error), { cause: error });
  };
}

/** The history of checkpoints in a file: a JSON text a line. A line that a crash cut off was never published. */
export function openCheckpointHistory(file: string): CheckpointHistory {
  return {
    append: async (note) => {
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, "a+", 0o600);
      try {
        const { size } = await handle.stat();
        const end = Buffer.alloc(1);
        const isCut = size > 0 && (await handle.read(end, 0, 1, size - 1)).bytesRead === 1 && end[0] !== 10;
        await handle.write(`${isCut ? "\n" : ""}${JSON.stringify(Buffer.from(note).toString())}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    all: () => notesOf(file),
  };
}

async function* notesOf(file: string): AsyncGenerator<Uint8Array> {
  const bytes = await readOrNothing(file);
  const lines = new TextDecoder().decode(bytes).split("\n");
  for (const line of lines) {
    const note = parsed(line);
    if (note !== undefined) yield new TextEncoder().encode(note);
  }
}

function parsed(line: string): string | undefined {
  try {
    return line === "" ? undefined : String(JSON.parse(line));
  } catch {
    return undefined;
  }
}

async function readOrNothing(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return undefined;
    throw new SlipwayError(unreadable(path, error), { cause: error });
  });
}

async function makeFolder(folder: string, made: Map<string, Promise<unknown>>): Promise<void> {
  const making = made.get(folder) ?? mkdir(folder, { recursive: true });
  made.set(folder, making);
  await making;
}

async function replace(target: string, bytes: Uint8Array, flush: boolean): Promise<void> {
  await writeFile(`${target}.new`, bytes, { flush });
  await rename(`${target}.new`, target);
}

/** Files, and the folders that hold their names, side by side: the disk then writes many of them at once. */
async function flushAll(paths: readonly string[]): Promise<void> {
  const rest = paths.values();
  const worker = async (): Promise<void> => {
    for (const path of rest) {
      const handle = await openAny(path);
      try {
        await handle?.sync();
      } finally {
        await handle?.close();
      }
    }
  };
  await Promise.all(Array.from({ length: FLUSHES_MAX }, worker));
}

/** Windows lets nobody flush a folder, and need not. */
async function openAny(path: string) {
  return open(path, "r+").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EISDIR") throw error;
    return process.platform === "win32" ? undefined : open(path, "r");
  });
}

/** Paths with slashes, one at a time: whoever names the wrong folder must not wait for all that is below it. */
async function* filesBelow(folder: string, path = ""): AsyncGenerator<string> {
  const entries = await readdir(join(folder, path), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new SlipwayError(unreadable(join(folder, path), error), { cause: error });
  });
  for (const entry of entries)
    if (entry.isDirectory()) yield* filesBelow(folder, `${path}${entry.name}/`);
    else yield `${path}${entry.name}`;
}

function unreadable(path: string, error: Error) {
  return {
    code: "file-unreadable",
    kind: "input" as const,
    found: `the file ${path} cannot be read: ${error.message}`,
    expected: "a readable file",
    action: "correct its permissions",
  };
}

function unwritable(path: string, error: unknown) {
  return {
    code: "file-unwritable",
    kind: "input" as const,
    found: `the file ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    expected: "a folder with room that may be written to",
    action: "name another folder, or make room",
  };
}
