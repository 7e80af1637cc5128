import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Script } from "node:vm";
import { chunkLoader, COMPILED } from "../../src/cli/chunks.ts";

/**
 * `node compile-chunks.ts DIST ARGUMENTS…`: runs the built program, and writes what V8 compiled for it beside the chunks,
 * functions that ran included. A chunk that has a file already keeps it.
 */
const [, , folder = "", ...args] = process.argv;
const scripts = new Map<string, Script>();
process.argv = [process.argv[0]!, join(folder, "slipway.cjs"), ...args];
process.on("exit", () => {
  mkdirSync(join(folder, COMPILED), { recursive: true });
  for (const [name, script] of scripts)
    if (script.cachedDataRejected !== false) writeFileSync(join(folder, COMPILED, name), script.createCachedData());
});
chunkLoader({
  folder,
  require: createRequire(join(folder, "slipway.cjs")),
  compiled: (name, script) => scripts.set(name, script),
})("./cli-entry.cjs");
