import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { LineFile } from "../../app/outside-ports.ts";

export function openLineFile(path: string): LineFile {
  return {
    path,
    async holds(text) {
      const source = createReadStream(path);
      try {
        for await (const line of createInterface({ input: source })) if (line.includes(text)) return true;
        return false;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
        throw error;
      } finally {
        source.destroy();
      }
    },
    async append(line) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, "a+", 0o600);
      try {
        const { size } = await file.stat();
        const last = size === 0 ? "\n" : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
        await file.appendFile(`${last === "\n" ? "" : "\n"}${line}\n`); // a crash may have left half a line
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}
