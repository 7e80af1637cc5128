import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mergeConfig } from "../../src/config/merge.ts";
import { normaliseProcess } from "../../src/config/normalise-process.ts";
import { parseConfig } from "../../src/config/parse.ts";
import type { ConfigDocument } from "../../src/contract/config.ts";
import type { Process } from "../../src/domain/process/process.ts";

/** A process written as in slipway.yaml, over a preset where it names one. */
export function processOf(yaml: string): Process {
  return normaliseProcess(documentOf(yaml));
}

function documentOf(yaml: string): ConfigDocument {
  const parsed = parseConfig(yaml, "slipway.yaml");
  if (!parsed.ok) throw new Error(parsed.error.map(({ found }) => found).join("\n"));
  const { extends: base, ...own } = parsed.value;
  if (base === undefined) return own;
  const preset = readFileSync(join(import.meta.dirname, "../../presets", `${base}.yaml`), "utf8");
  return mergeConfig(documentOf(preset), own);
}
