import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod/mini";
import { readReference } from "../scripts/schema/reference.ts";
import { configSchema } from "../src/contract/config.ts";

const root = join(import.meta.dirname, "..");
const validate = new Ajv2020({ strict: false }).compile(z.toJSONSchema(configSchema, { io: "input" }));

function faults(yaml: string): unknown {
  return validate(parse(yaml)) ? [] : validate.errors;
}

test("[T-01] another reader of the JSON Schema accepts every preset and every example of the documentation", () => {
  const presets = readdirSync(join(root, "presets")).map((name) => readFileSync(join(root, "presets", name), "utf8"));
  const { examples } = readReference(readFileSync(join(root, "docs/configuration.md"), "utf8"));
  expect(presets.length).toBeGreaterThanOrEqual(6);
  expect(examples.length).toBeGreaterThan(15);
  for (const text of [...presets, ...examples.map((example) => example.text)]) expect(faults(text)).toEqual([]);
});

test.each([
  [
    "a kind of step that does not exist",
    "workflows: { a: { phases: [{ phase: p, steps: [{ s: { uses: teleport } }] }] } }",
  ],
  ["a setting that does not exist", "workflows: { a: { fases: [] } }"],
  ["an environment without a tier", "environments: { production: {} }"],
  ["a separation that does not exist", "separation: duo"],
])("[T-01] and refuses %s", (_, yaml) => {
  expect(faults(yaml)).not.toEqual([]);
});
