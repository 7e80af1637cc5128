import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PrepareRecord, PrepareRecords } from "../app/prepare-ports.ts";
import type { Repository } from "../app/ports.ts";

/** Keeps records in the git folder, where no commit and no `git clean` finds them. */
export function openPrepareRecords(repository: Repository): PrepareRecords {
  const fileOf = async (tag: string): Promise<string> =>
    join((await repository.state()).gitFolder, "slipway", "prepare", `${encodeURIComponent(tag)}.json`);
  return {
    read: async (tag) => parse(await readFile(await fileOf(tag), "utf8").catch(() => undefined)),
    async write(record) {
      const file = await fileOf(record.tag);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.tmp`, `${JSON.stringify(record)}\n`, { flush: true });
      await rename(`${file}.tmp`, file);
    },
  };
}

/** A file that is not a record, for example an empty one after a power cut, says nothing. */
function parse(text: string | undefined): PrepareRecord | undefined {
  try {
    const { tag, from, time } = JSON.parse(text ?? "null") as Partial<PrepareRecord>;
    return typeof tag === "string" && typeof from === "string" && Number.isSafeInteger(time)
      ? { tag, from, time: time! }
      : undefined;
  } catch {
    return undefined;
  }
}
