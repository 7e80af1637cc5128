import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Repository, Workspace } from "../app/ports.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { cannotAccess } from "../kernel/access-problem.ts";

/**
 * The working tree of a repository. Unfinished writes wait in the git folder, where a crash leaves nothing that git
 * would call a change.
 */
export function openWorkspace(repository: Repository): Workspace {
  const top = async (): Promise<string> => {
    const { root, gitFolder } = await repository.state();
    if (root === undefined) throw new SlipwayError(noWorkingTree(gitFolder));
    return root;
  };
  let writes = 0;
  return {
    read: async (path) => readText(join(await top(), path)),
    async write(path, content) {
      const target = join(await top(), path);
      const { gitFolder } = await repository.state();
      await replace(target, content, join(gitFolder, `slipway-${process.pid}-${writes++}.tmp`));
    },
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cannotAccess("read", path, error);
  }
}

/** Written beside, flushed to disk, then renamed over the target with the target's own mode. */
async function replace(target: string, content: string | Uint8Array, temporary: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    const mode = await stat(target).then(
      (found) => found.mode,
      () => 0o644,
    );
    const file = await open(temporary, "w", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    throw cannotAccess("write", target, error);
  }
}

function noWorkingTree(gitFolder: string) {
  return {
    code: "bare-repository",
    kind: "input",
    found: `${gitFolder} is a bare repository, so there are no files to change`,
    expected: "a repository with a working tree",
    action: "clone it and run the command in the clone",
  } as const;
}
