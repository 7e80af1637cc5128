import { open } from "node:fs/promises";

const CHUNK_BYTES = 256 * 1024;
/** A line that is longer is handed over in parts. */
const LINE_LENGTH_MAX = 8_192;

/** Reads on in a file that grows. */
export interface FollowedFile {
  /** Hands over the lines that were completed since; with `last`, also the rest. Returns the bytes read so far. */
  readOn(onLine: (line: string) => void, last?: "last"): Promise<number>;
}

export function followFile(path: string): FollowedFile {
  let position = 0;
  let rest = "";
  const decoder = new TextDecoder();
  return {
    async readOn(onLine, last) {
      const file = await open(path, "r").catch(() => undefined);
      if (file === undefined) return position;
      try {
        for (;;) {
          const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
          if (bytesRead === 0) break;
          position += bytesRead;
          const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split(/\r?\n/);
          rest = lines.pop()!;
          for (const line of lines) onLine(line);
          for (; rest.length > LINE_LENGTH_MAX; rest = rest.slice(LINE_LENGTH_MAX))
            onLine(rest.slice(0, LINE_LENGTH_MAX));
        }
      } finally {
        await file.close();
      }
      if (last !== undefined && rest !== "") onLine(rest);
      return position;
    },
  };
}
