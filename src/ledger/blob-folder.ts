import { hash } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SlipwayError } from "../kernel/problem.ts";

/** Bodies in a folder, each named by its SHA-256. */
export interface BlobFolder {
  write(digest: string, bytes: Uint8Array): Promise<void>;
  /** Never other bytes than those with the digest. */
  read(digest: string): Promise<Uint8Array>;
  remove(digest: string): Promise<void>;
}

export function blobFolder(folder: string): BlobFolder {
  const pathOf = (digest: string): string => join(folder, digest.slice(0, 2), digest);
  return {
    write: async (digest, bytes) => {
      const path = pathOf(digest);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await replaceFile(path, bytes);
    },
    read: async (digest) => {
      const bytes = await readFile(pathOf(digest)).catch((error: unknown) => {
        throw new SlipwayError(damaged(digest, "cannot be read"), { cause: error });
      });
      if (hash("sha256", bytes) !== digest) throw new SlipwayError(damaged(digest, "holds other bytes"));
      return bytes;
    },
    remove: (digest) => rm(pathOf(digest), { force: true }),
  };
}

let writes = 0;

/** Writes a file that is on the disk when this returns, whole or not at all. Several may write the same one at once. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}-${writes++}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function damaged(digest: string, what: string) {
  return {
    code: "blob-damaged",
    kind: "failed" as const,
    found: `the stored body ${digest} ${what}`,
    expected: "the bytes that were stored",
    action: "restore the data from a backup: `slipway restore DIR`",
  };
}
