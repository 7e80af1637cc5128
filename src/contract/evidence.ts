import * as z from "zod/mini";
import { SCAN_RESULTS } from "../domain/evidence/evidence.ts";
import type { EvidenceRecord } from "../domain/evidence/evidence-record.ts";
import { SEVERITIES } from "../domain/evidence/scan.ts";

const text = z.string().check(z.minLength(1));
const count = z.int().check(z.minimum(0));
const resolution = z.nullable(text);

const origin = {
  commit: z.string().check(z.regex(/^[0-9a-f]{40,64}$/)),
  environment: text,
  tool: text,
  format: text,
  time: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
  order: count,
  file: z.strictObject({ name: text, sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
  by: text,
};

const testRecord = {
  kind: z.literal("tests"),
  suite: text,
  ...origin,
  passed: count,
  failed: count,
  skipped: count,
  total: count,
  failures: z.array(z.strictObject({ name: text, message: z.string(), resolution })),
};

const scanRecord = {
  kind: z.literal("scan"),
  ...origin,
  result: z.enum(SCAN_RESULTS),
  findings: z.array(
    z.strictObject({ id: text, severity: z.enum(SEVERITIES), title: z.string(), place: text, resolution }),
  ),
};

const also = z.optional(
  z.array(z.discriminatedUnion("kind", [z.strictObject(testRecord), z.strictObject(scanRecord)])),
);

/**
 * A file `evidence/SHA256.json`: the record of the report of that digest. Equal reports may be of several commits or
 * suites; then the latest record stands at the top, and the earlier ones under `also`.
 */
export const evidenceFileSchema: z.ZodMiniType<EvidenceRecord & { also?: EvidenceRecord[] | undefined }> =
  z.discriminatedUnion("kind", [z.strictObject({ ...testRecord, also }), z.strictObject({ ...scanRecord, also })]);
