import * as z from "zod/mini";
import { RETENTION_CLASSES } from "../domain/retention/retention.ts";
import type { Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { firstIssue } from "./schema-issue.ts";

const count = z.int().check(z.minimum(0));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const blob = z.strictObject({
  digest: sha256,
  kind: z.enum(RETENTION_CLASSES),
  size: count,
  storedMs: z.int(),
  keepUntilMs: z.nullable(z.int()),
});

/** `backup.json`, which is written last: a folder without it holds no whole backup. */
const backupSchema = z.strictObject({
  format: z.literal(1),
  entries: count,
  /** Root of the Merkle tree over the entries, in base64, as checkpoints state it. */
  root: z.string(),
  /** Of `entries.jsonl`. */
  sha256,
  blobs: z.array(blob),
});

export type Backup = z.infer<typeof backupSchema>;

/** What `backup.json` says; `bytes` is absent when there is none. */
export function parseBackup(bytes: Uint8Array | undefined, place: string): Result<Backup, Problem> {
  const value = bytes === undefined ? undefined : jsonOf(bytes);
  const parsed = z.safeParse(backupSchema, value);
  if (parsed.success) return ok(parsed.data);
  const wrong = firstIssue(parsed.error, value);
  return err({
    code: "no-backup",
    kind: "input",
    found: bytes === undefined ? `${place} holds no backup.json` : `backup.json in ${place}: ${wrong.found}`,
    expected: bytes === undefined ? "a whole backup: backup.json is written last" : wrong.expected,
    action: "name a folder that `slipway backup` wrote to its end",
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
