import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { BackupFolder } from "../app/backup-ports.ts";
import { SlipwayError } from "../kernel/problem.ts";

const LINE_BREAK = 10;
const CHUNK_BYTES = 1 << 20;

export function openBackupFolder(folder: string): BackupFolder {
  const place = resolve(folder);
  return {
    place: folder,
    isEmpty: async () => ((await orNothing(readdir(place), folder)) ?? []).length === 0,
    write: (name, chunks) => writing(folder, () => writeFile(join(place, name), chunks)),
    read: (name) => orNothing(readFile(join(place, name)), folder),
    lines: (name) => linesOf(join(place, name), folder),
  };
}

async function writeFile(path: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.tmp`;
  const digest = createHash("sha256");
  const file = await open(temporary, "w", 0o600);
  try {
    for await (const chunk of gathered(chunks)) {
      digest.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  return digest.digest("hex");
}

/** Entries are small; writing each alone would take a call to the system for each. */
async function* gathered(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    [parts, bytes] = [[], 0];
  }
  yield Buffer.concat(parts);
}

async function* linesOf(path: string, folder: string): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      const bytes = Buffer.concat([rest, chunk as Buffer]);
      let start = 0;
      for (let end = bytes.indexOf(LINE_BREAK); end !== -1; end = bytes.indexOf(LINE_BREAK, start)) {
        yield bytes.subarray(start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
  } catch (error) {
    throw isSystemError(error) ? unreadable(folder, error) : error;
  }
  if (rest.length > 0) yield rest;
}

async function orNothing<T>(reading: Promise<T>, folder: string): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw isSystemError(error) ? unreadable(folder, error) : error;
  }
}

async function writing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isSystemError(error) ? unwritable(folder, error) : error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function unreadable(folder: string, error: Error): SlipwayError {
  return new SlipwayError(
    {
      code: "backup-unreadable",
      kind: "input",
      found: `the backup in ${folder} cannot be read: ${error.message}`,
      expected: "a folder that `slipway backup` wrote",
      action: "correct the path, or the rights on the folder",
    },
    { cause: error },
  );
}

function unwritable(folder: string, error: Error): SlipwayError {
  return new SlipwayError(
    {
      code: "backup-unwritable",
      kind: "failed",
      found: `the backup cannot be written to ${folder}: ${error.message}`,
      expected: "a folder with enough room that this user may write to",
      action: "correct the path or make room, remove what was written, and run it again",
    },
    { cause: error },
  );
}
