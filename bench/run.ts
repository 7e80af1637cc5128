import { readdirSync } from "node:fs";
import { join } from "node:path";

/** `npm run bench -- NAME [ARGUMENTS]` runs `bench/NAME/run.ts`. */
const [name, ...args] = process.argv.slice(2);
const known = readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);
if (name === undefined || !known.includes(name)) {
  console.error(`usage: npm run bench -- ${known.join("|")} [ARGUMENTS]`);
  process.exit(2);
}
const benchmark = (await import(join(import.meta.dirname, name, "run.ts"))) as {
  run(args: readonly string[]): Promise<void>;
};
await benchmark.run(args);
