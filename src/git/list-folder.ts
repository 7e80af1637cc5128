import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ListFolder } from "../app/manifest-ports.ts";
import type { Repository } from "../app/ports.ts";

/** Lists folders of the working tree, sorted by name. */
export function folderLister(repository: Repository): ListFolder {
  return async (folder) => {
    const { root } = await repository.state();
    if (root === undefined) return [];
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => `${folder}/${name}`)
      .toSorted();
  };
}
