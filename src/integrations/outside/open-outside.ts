import { open, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Outside } from "../../app/outside-ports.ts";
import { openLineFile } from "./line-file.ts";
import { pipeCommand } from "./pipe-command.ts";
import { sendRequest } from "./send-request.ts";

/** Bytes from the end of a log that are looked at. */
const TAIL_BYTES = 4 * 1024 * 1024;

export interface OutsideSettings {
  /** What relative paths are meant from. */
  root(): Promise<string>;
  /** Path of the record of what was sent. */
  noticesFile(): Promise<string>;
  readonly webhookKey: Uint8Array | undefined;
  readonly forgeToken?: string | undefined;
}

export async function openOutside({ root, noticesFile, webhookKey, forgeToken }: OutsideSettings): Promise<Outside> {
  const top = await root();
  return {
    request: sendRequest,
    pipe: (command) => pipeCommand(top, command),
    async countFiles(folder) {
      const found = await readdir(resolve(top, folder), { recursive: true, withFileTypes: true }).catch(
        () => undefined,
      );
      return found?.filter((entry) => entry.isFile()).length;
    },
    lastLines: async (file, count) => lastLines(resolve(top, file), count),
    lineFile: (path) => openLineFile(resolve(top, path)),
    notices: async () => openLineFile(await noticesFile()),
    webhookKey,
    forgeToken,
  };
}

async function lastLines(path: string, count: number): Promise<string[] | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const lines = buffer.subarray(0, bytesRead).toString().split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    return lines.slice(-count);
  } finally {
    await file.close();
  }
}
