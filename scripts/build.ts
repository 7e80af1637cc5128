import { chmod, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/**
 * Bundles the program for publication: a tiny entry, and one CommonJS file a command that is loaded only when it is
 * called. Measured against one bundle or unbundled modules this starts fastest.
 */
const root = join(import.meta.dirname, "..");
const out = join(root, "dist");

/** Lazily loaded modules of the command line stay files of their own. */
const lazyChunks: Plugin = {
  name: "lazy-chunks",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(?:commands\/[\w-]+|services)\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: path.replace(/\.ts$/, ".cjs"), external: true } : undefined,
    );
  },
};

await rm(out, { recursive: true, force: true });
const commands = (await readdir(join(root, "src/cli/commands"))).filter((file) => !file.endsWith(".test.ts"));
const result = await build({
  entryPoints: [
    { in: join(root, "src/cli/entry.ts"), out: "slipway" },
    { in: join(root, "src/cli/services.ts"), out: "services" },
    ...commands.map((file) => ({
      in: join(root, "src/cli/commands", file),
      out: `commands/${file.replace(/\.ts$/, "")}`,
    })),
  ],
  outdir: out,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  minify: true,
  keepNames: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  supported: { "dynamic-import": false },
  define: { "import.meta.dirname": "__dirname" },
  banner: { js: "" },
  plugins: [lazyChunks],
  metafile: true,
  logLevel: "warning",
});
await chmod(join(out, "slipway.cjs"), 0o755);
const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.log(`built ${Object.keys(result.metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB`);
