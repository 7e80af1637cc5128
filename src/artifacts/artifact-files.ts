import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import type { ArtifactFiles, WrittenFile } from "../app/artifact-ports.ts";
import type { Repository } from "../app/ports.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { cannotAccess } from "../kernel/access-problem.ts";

/** Files of the working tree and elsewhere, as streams. Unfinished writes wait in the git folder. */
export function openArtifactFiles(repository: Repository): ArtifactFiles {
  const place = async (path: string): Promise<string | undefined> => {
    if (isAbsolute(path)) return path;
    const { root } = await repository.state();
    return root === undefined ? undefined : join(root, path);
  };
  let writes = 0;
  return {
    read: async (path) => {
      const target = await place(path);
      return target === undefined ? undefined : readStream(target);
    },
    exists: async (path) => {
      const target = await place(path);
      const found = target === undefined ? undefined : await stat(target).catch(() => undefined);
      return found?.isFile() ?? false;
    },
    async write(path, chunks) {
      const target = await place(path);
      const { gitFolder } = await repository.state();
      if (target === undefined) throw new SlipwayError(noWorkingTree(gitFolder));
      const unfinished = isAbsolute(path) ? dirname(path) : gitFolder; // another folder may be on another disk
      return replace(target, chunks, join(unfinished, `slipway-${process.pid}-artifact-${writes++}.tmp`));
    },
  };
}

async function readStream(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw Object.assign(new Error("it is no file"), { code: "it is no file" });
    const file = await open(path, "r"); // opened here, so that a file without permission fails here
    return createReadStream("", { fd: file, highWaterMark: 256 * 1024 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cannotAccess("read", path, error);
  }
}

/** Written beside, compared by digest, flushed to disk, then renamed over the target. */
async function replace(
  target: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  temporary: string,
): Promise<WrittenFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  await mkdir(dirname(temporary), { recursive: true }).catch((error: unknown) => {
    throw cannotAccess("write", target, error);
  });
  const file = await open(temporary, "w", 0o644).catch((error: unknown) => {
    throw cannotAccess("write", temporary, error);
  });
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.write(chunk).catch((error: unknown) => {
        throw cannotAccess("write", temporary, error);
      });
    }
    await file.sync();
    const sha256 = hash.digest("hex");
    const changed = (await digestOf(target)) !== sha256;
    if (changed) await put(temporary, target);
    return { sha256, bytes, changed };
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
}

async function put(temporary: string, target: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await rename(temporary, target);
  } catch (error) {
    throw cannotAccess("write", target, error);
  }
}

async function digestOf(path: string): Promise<string | undefined> {
  const chunks = await readStream(path);
  if (chunks === undefined) return undefined;
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

function noWorkingTree(gitFolder: string) {
  return {
    code: "bare-repository",
    kind: "input",
    found: `${gitFolder} is a bare repository, so there is no folder of releases`,
    expected: "a repository with a working tree",
    action: "clone it and run the command in the clone",
  } as const;
}
