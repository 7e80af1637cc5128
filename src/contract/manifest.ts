import * as z from "zod/mini";
import { SCAN_RESULTS } from "../domain/evidence/evidence.ts";
import { MANIFEST_VERSION, VARIABLE_STATES } from "../domain/manifest/manifest.ts";

const texts = z.array(z.string());
const count = z.int().check(z.minimum(0));
const files = z.array(
  z.object({ path: z.string(), lines: z.nullable(count), added: z.nullable(count), deleted: z.nullable(count) }),
);

/** A manifest as JSON: the same content as its Markdown. */
export const manifestSchema = z.strictObject({
  product: z.string(),
  version: z.string(),
  releaseDate: z.string(),
  releaseType: z.string(),
  previousVersion: z.nullable(z.string()),
  summary: z.string(),
  changelog: z.string(),
  changes: z.object({ Added: texts, Changed: texts, Fixed: texts, Security: texts }),
  verification: z.object({
    suites: z.array(z.object({ label: z.string(), passed: count, total: count })),
    scan: z.nullable(z.enum(SCAN_RESULTS)),
    date: z.nullable(z.string()),
    by: z.nullable(z.string()),
    failures: z.array(z.object({ name: z.string(), message: z.string(), resolution: z.nullable(z.string()) })),
  }),
  breakingChanges: texts,
  migration: texts,
  files: z.object({ "Source Code": files, Documentation: files, Tests: files }),
  dependencies: z.array(z.object({ name: z.string(), from: z.nullable(z.string()), to: z.nullable(z.string()) })),
  environment: z.array(z.object({ name: z.string(), state: z.enum(VARIABLE_STATES), note: z.nullable(z.string()) })),
  dataMigration: texts,
  rollback: texts,
  checksums: z.array(z.object({ sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)), path: z.string() })),
  generated: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)),
  manifestVersion: z.literal(MANIFEST_VERSION),
});
