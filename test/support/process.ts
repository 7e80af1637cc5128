import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadProcess, readPreset } from "../../src/config/load.ts";
import type { Process } from "../../src/domain/process/process.ts";

export function presetText(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, "../../presets", `${name}.yaml`), "utf8");
}

/** A process written as in slipway.yaml, over a preset where it names one. */
export async function processOf(yaml: string): Promise<Process> {
  const file = { path: "slipway.yaml", text: yaml };
  const preset = (name: string) => readPreset(name, presetText);
  return (await loadProcess({ read: async () => new Map(), preset, folderName: "product", file })).process;
}
