import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/** Where the build keeps what V8 made of the chunks. V8 takes it only from a build like its own. */
export const COMPILED = `compiled-${process.version}-${process.platform}-${process.arch}`;

interface ChunkFolder {
  readonly folder: string;
  /** Loads what is no chunk. */
  readonly require: (name: string) => unknown;
  /** Is told every chunk that was compiled. */
  readonly compiled?: (name: string, script: Script) => void;
}

/**
 * Loads the files of the built program. They are compiled already where this is the Node that the program was built with:
 * reading that takes a fraction of the time that compiling takes, which is a third of what a short command does.
 */
export function chunkLoader({ folder, require, compiled }: ChunkFolder): (name: string) => unknown {
  const chunks = new Map<string, { exports: unknown }>();
  const compiledFolder = join(folder, COMPILED);
  const hasCompiled = existsSync(compiledFolder);
  return function load(name) {
    if (!name.startsWith("./")) return require(name);
    const known = chunks.get(name);
    if (known !== undefined) return known.exports;
    const chunk = { exports: {} };
    chunks.set(name, chunk);
    const filename = join(folder, name);
    const cachedData = hasCompiled ? bytesOf(join(compiledFolder, name)) : undefined;
    const code = `(function(exports,require,module,__dirname){${readFileSync(filename, "utf8")}\n})`;
    const script = new Script(code, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
    compiled?.(name, script);
    script.runInThisContext()(chunk.exports, load, chunk, folder);
    return chunk.exports;
  };
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
