import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Installation } from "../app/ports.ts";
import { git } from "./run.ts";

export function openInstallation(folder: string): Installation {
  return {
    gitVersion: async () => /\d+(?:\.\d+)+/.exec((await git(["version"], { folder })).toString())?.[0] ?? "0",
    nodeVersion: process.versions.node,
    leftovers: async (gitFolder) => {
      const names = (await readdir(gitFolder)).filter((name) => /^slipway-.*\.tmp$/.test(name));
      const files = names.map(async (name) => {
        const path = join(gitFolder, name);
        const { mtimeMs } = await stat(path);
        return { path, ageSeconds: (Date.now() - mtimeMs) / 1000 };
      });
      return Promise.all(files);
    },
  };
}
