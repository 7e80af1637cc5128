import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { summariesOfCommands } from "../src/cli/commands/help.ts";
import { PRESETS, readPreset } from "../src/config/load.ts";
import { compileAhead } from "./build/compile-ahead.ts";
import { build, type Metafile, type Plugin } from "esbuild";

/**
 * Bundles the program for publication: a tiny entry, and one CommonJS file for every module that the source imports
 * dynamically, so that a command loads what it needs and nothing else. Measured, this starts faster than one bundle and
 * much faster than unbundled modules.
 */
const root = join(import.meta.dirname, "..");
const source = join(root, "src");
const out = join(root, "dist");
const start = join(source, "cli/start.ts");
const entry = join(source, "cli/entry.ts");

/** Most runs match no glob, so this package, a single function, is loaded by the first call of it. */
const MATCHER = "picomatch";
const matcherSource = join(root, "node_modules", MATCHER, "index.js");

/** A large package that many commands use, and of which nothing can be left out. */
const YAML = "yaml";
const yamlSource = join(root, "node_modules", YAML, "dist/index.js");

function chunkName(path: string): string {
  if (path === start) return "slipway";
  if (path === yamlSource) return YAML;
  return path === matcherSource ? MATCHER : relative(source, path).replace(/\.ts$/, "").replaceAll("/", "-");
}

/** Parts of Node that load much more of it, and that most runs have no use for. Only functions are imported from them. */
const SLOW_BUILTINS = ["node:fs/promises", "node:os", "node:timers/promises"];

/** Loads them with the first call of one of their functions. */
function lazyBuiltins(): Plugin {
  return {
    name: "lazy-builtins",
    setup(bundler) {
      bundler.onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
        SLOW_BUILTINS.includes(path) && namespace === "file" ? { path, namespace: "lazy-builtin" } : undefined,
      );
      bundler.onLoad({ filter: /.*/, namespace: "lazy-builtin" }, async ({ path }) => {
        const names = Object.keys((await import(path)) as object).filter(
          (name) => /^[a-z]\w*$/.test(name) && name !== "default",
        );
        const getters = names.map((name) => `get ${name}(){return load().${name}}`);
        return { contents: `let it;const load=()=>it??=require("${path}");module.exports={${getters.join()}}` };
      });
    },
  };
}

/** Turns each `import("./x.ts")`, the matcher and the YAML package into a chunk of its own, and remembers that it has to be built. */
function lazyChunks(found: Set<string>): Plugin {
  return {
    name: "lazy-chunks",
    setup(bundler) {
      bundler.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, kind, importer }) => {
        if (kind !== "dynamic-import") return undefined;
        const target = resolve(dirname(importer), path);
        found.add(target);
        return { path: `./${chunkName(target)}.cjs`, external: true };
      });
      bundler.onResolve({ filter: new RegExp(`^${YAML}$`) }, () => {
        found.add(yamlSource);
        return { path: `./${YAML}.cjs`, external: true };
      });
      bundler.onResolve({ filter: new RegExp(`^${MATCHER}$`) }, ({ namespace }) => {
        found.add(matcherSource);
        return namespace === "file"
          ? { path: MATCHER, namespace: "stand-in" }
          : { path: `./${MATCHER}.cjs`, external: true };
      });
      bundler.onLoad({ filter: /.*/, namespace: "stand-in" }, () => ({
        contents: `let load; module.exports = (...args) => (load ??= require("${MATCHER}"))(...args);`,
      }));
    },
  };
}

async function bundle(paths: readonly string[], found: Set<string>): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: paths.map((path) => ({ in: path, out: chunkName(path) })),
    outdir: out,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    supported: { "dynamic-import": false },
    define: { "import.meta.dirname": "__dirname", SUMMARIES: summaries },
    plugins: [lazyBuiltins(), lazyChunks(found)],
    metafile: true,
    logLevel: "warning",
  });
  return metafile;
}

/** The packages that ended up in the bundles, by the folders their files came from. */
function bundledPackages({ inputs }: Metafile): string[] {
  return Object.keys(inputs).flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
}

/** Their licences ask to be passed on with the code. */
async function writeNotices(folders: ReadonlySet<string>): Promise<void> {
  const notices = [...folders].toSorted().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Record<
      string,
      string
    >;
    const text = await licenceText(folder);
    if (text === undefined) throw new Error(`${name} has no licence to pass on`);
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  await writeFile(join(out, "THIRD-PARTY-NOTICES.txt"), (await Promise.all(notices)).join(`\n${"-".repeat(80)}\n\n`));
}

/** From the licence file of a package, or else from the section of its readme. */
async function licenceText(folder: string): Promise<string | undefined> {
  const files = await readdir(folder);
  const file = files.find((entry) => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return readFile(join(folder, file), "utf8");
  const readme = files.find((entry) => /^readme/i.test(entry));
  if (readme === undefined) return undefined;
  return /^#+ *licen[cs]e *\n([\s\S]*copyright[\s\S]*)/im.exec(await readFile(join(folder, readme), "utf8"))?.[1];
}

/** Presets are read for every command of a product that extends one, so they are parsed, checked and merged here. */
async function compilePresets(): Promise<void> {
  await mkdir(join(out, "presets"), { recursive: true });
  const readText = (name: string): Promise<string> => readFile(join(root, "presets", `${name}.yaml`), "utf8");
  for (const name of PRESETS)
    await writeFile(join(out, "presets", `${name}.json`), JSON.stringify(await readPreset(name, readText)));
}

const summaries = JSON.stringify(await summariesOfCommands());
await rm(out, { recursive: true, force: true });
const built = new Set<string>();
const packages = new Set<string>();
let bytes = 0;
for (let wanted = [start, entry]; wanted.length > 0;) {
  const found = new Set<string>();
  const metafile = await bundle(wanted, found);
  for (const folder of bundledPackages(metafile)) packages.add(join(root, folder));
  for (const path of wanted) built.add(path);
  bytes += Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  wanted = [...found].filter((path) => !built.has(path));
}
await writeNotices(packages);
await compilePresets();
await compileAhead(out).catch((error: Error) => console.warn(`not compiled ahead: ${error.message}`));
await chmod(join(out, "slipway.cjs"), 0o755);
console.log(`built ${built.size} files, ${Math.round(bytes / 1024)} KiB`);
