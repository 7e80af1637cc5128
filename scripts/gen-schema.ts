import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { parseConfig } from "../src/config/parse.ts";
import { configSchema } from "../src/contract/config.ts";
import { readReference, type Entry } from "./schema/reference.ts";
import { pathsUsed, settingsOf, type SchemaNode } from "./schema/settings.ts";

/**
 * Writes schema/slipway.schema.json from the zod schema and the tables of docs/configuration.md. A setting that is not
 * explained, an explanation of a setting that does not exist, and an example that is wrong or missing are faults; with
 * --check, so is a file that is out of date.
 */
const DOCUMENT = "docs/configuration.md";
const FILE = "schema/slipway.schema.json";
const root = join(import.meta.dirname, "..");
const reference = readReference(readFileSync(join(root, DOCUMENT), "utf8"));
const schema = z.toJSONSchema(configSchema, { io: "input" }) as SchemaNode;
const settings = settingsOf(schema);
const faults = [...undocumented(), ...unknown(), ...wrongExamples()];
explain(reference.entries);
const wanted = { ...schema, title: "slipway.yaml" };

const target = join(root, FILE);
if (process.argv.includes("--check")) {
  if (current() !== JSON.stringify(wanted)) faults.push(`${FILE} is out of date; run \`node scripts/gen-schema.ts\``);
} else if (faults.length === 0) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(wanted, null, 2)}\n`);
}
for (const fault of faults) console.log(fault);
console.log(`schema: ${settings.size} settings, ${reference.examples.length} examples, ${faults.length} faults`);
if (faults.length > 0 || settings.size === 0 || reference.examples.length === 0) process.exitCode = 1;

function undocumented(): string[] {
  const explained = new Set(reference.entries.map(({ path }) => path));
  return [...settings.keys()]
    .filter((path) => !explained.has(path))
    .map((path) => `${DOCUMENT} does not explain ${path}`);
}

function unknown(): string[] {
  return reference.entries
    .filter(({ path }) => !settings.has(path))
    .map(({ path, line }) => `${DOCUMENT}:${line} explains ${path}, which is no setting`);
}

/** Examples are valid, and every setting stands in one, for lists that several maps share in one of them. */
function wrongExamples(): string[] {
  const known = new Set(settings.keys());
  const shown = new Set<string>();
  const wrong = reference.examples.flatMap(({ text, line }) => {
    const parsed = parseConfig(text, `${DOCUMENT}, example at line ${line}`);
    if (!parsed.ok) return parsed.error.map(({ found }) => found);
    for (const path of pathsUsed(parsed.value, known)) shown.add(path);
    return [];
  });
  const rows = new Map<number, Entry[]>();
  for (const entry of reference.entries) rows.set(entry.line, [...(rows.get(entry.line) ?? []), entry]);
  const missing = [...rows.values()].filter((entries) => entries.every(({ path }) => !shown.has(path)));
  return [...wrong, ...missing.map(([entry]) => `${DOCUMENT}:${entry!.line} has no example of ${entry!.path}`)];
}

function explain(entries: readonly Entry[]): void {
  for (const { path, fallback, meaning } of entries) {
    const ending = fallback === "required" ? "Required." : `Default: ${fallback}.`;
    for (const node of settings.get(path) ?? []) node.description = `${meaning}. ${ending}`.replaceAll("`", "");
  }
}

/** What the file holds, however the formatter laid it out. */
function current(): string | undefined {
  try {
    return JSON.stringify(JSON.parse(readFileSync(target, "utf8")));
  } catch {
    return undefined;
  }
}
