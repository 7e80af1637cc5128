import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { EvidenceFiles } from "../app/evidence-ports.ts";
import type { Repository } from "../app/ports.ts";
import { SlipwayError } from "../kernel/problem.ts";

/** Files of the working tree of a repository, and files that people name. A bare repository has none of the first kind. */
export function openEvidenceFiles(repository: Repository): EvidenceFiles {
  const inTree = async (path: string): Promise<string | undefined> => {
    const { root } = await repository.state();
    return root === undefined ? undefined : join(root, path);
  };
  return {
    list: async (folder) => (await ifThere(await inTree(folder), (path) => readdir(path))) ?? [],
    bytes: async (path) => ifThere(await inTree(path), (file) => readFile(file)),
    modifiedMs: async (path) => (await ifThere(await inTree(path), (file) => stat(file)))?.mtimeMs,
    named: async (path) =>
      readFile(resolve(path)).catch((error: unknown) => {
        throw cannotRead(path, error);
      }),
  };
}

async function ifThere<T>(path: string | undefined, ask: (path: string) => Promise<T>): Promise<T | undefined> {
  if (path === undefined) return undefined;
  try {
    return await ask(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cannotRead(path, error);
  }
}

function cannotRead(path: string, cause: unknown): SlipwayError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "it does not exist",
    EISDIR: "it is a folder",
    EACCES: "its permissions forbid it",
  };
  return new SlipwayError(
    {
      code: "cannot-read",
      kind: "input",
      found: `cannot read ${path}: ${reasons[code ?? ""] ?? code ?? message}`,
      expected: "a file that may be read",
      action: "correct the path",
    },
    { cause },
  );
}
