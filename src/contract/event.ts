import * as z from "zod/mini";
import { ENTRY_BYTES_MAX } from "../domain/merkle/entry-bundle.ts";
import { canonicalJson, type Json } from "../kernel/canonical-json.ts";
import type { Problem } from "../kernel/problem.ts";
import type { Result } from "../kernel/result.ts";
import { firstIssue } from "./schema-issue.ts";

/** No control characters and no halves of surrogate pairs: not every database keeps those. */
const name = z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[^\p{Cc}\p{Cs}]+$/u));
const json: z.ZodMiniType<Json> = z.json();

/** Server time with its offset from UTC, to the millisecond: `2026-01-08T09:30:00.000+01:00`. */
const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:[+-]\d\d:\d\d)$/));

const newEvent = {
  /** Past tense, such as `release-started`; says what `payload` holds. */
  type: z.string().check(z.regex(/^[a-z][a-z0-9-]*$/), z.maxLength(100)),
  /** Such as `release/2026-01`; `streamVersion` counts its events from 1. */
  stream: z.string().check(z.regex(/^[a-z]+\/[^\s\p{Cc}\p{Cs}]+$/u), z.maxLength(300)),
  /** The name is as it was printed at that time; the id never changes and is never given to another. */
  actor: z.strictObject({ id: name, name }),
  role: name,
  action: name,
  object: z.strictObject({ kind: name, id: name, version: name }),
  /** `null`: there was nothing before. */
  old: json,
  /** `null`: there is nothing any more. */
  new: json,
  reason: z.optional(z.string().check(z.minLength(1))),
  origin: z.strictObject({ host: name, session: z.optional(name), client: z.optional(name) }),
  payload: z.record(z.string(), json),
};

const newEventSchema = z.strictObject(newEvent);
/** What was parsed from JSON needs no second look whether it is JSON. */
const parsedJson = z.custom<Json>((value) => value !== undefined);
const entrySchema = z.strictObject({
  ...newEvent,
  old: parsedJson,
  new: parsedJson,
  payload: z.record(z.string(), parsedJson),
  format: z.literal(1),
  streamVersion: z.int().check(z.minimum(1)),
  time,
  command: name,
});

/** What a command wants to have happened. */
export type NewEvent = z.infer<typeof newEventSchema>;

/** An event as the ledger holds it. Its place in the order is its index, which the log proves and the entry does not repeat. */
export type EventEntry = z.infer<typeof entrySchema>;

/** Acts that take something back or go past a rule; an entry about one says why. So does one that leaves nothing. */
const ACTIONS_WITH_REASON = new Set(["cancel", "delete", "override", "reject", "revoke", "waive", "withdraw"]);

/** A new event that keeps every rule of entries, or the first rule that it breaks. */
export function checkNewEvent(value: unknown): Result<NewEvent, Problem> {
  const parsed = z.safeParse(newEventSchema, value);
  if (!parsed.success) return { ok: false, error: wrongEvent(firstIssue(parsed.error, value)) };
  const { action, old, new: now, reason, type } = parsed.data;
  const demanded = ACTIONS_WITH_REASON.has(action) || (old !== null && now === null);
  if (!demanded || (reason !== undefined && reason.trim() !== "")) return { ok: true, value: parsed.data };
  return {
    ok: false,
    error: {
      code: "reason-missing",
      kind: "input",
      found: `"${action}" (${type}) came without a reason`,
      expected: "a reason, because something is taken back or a rule is passed over",
      action: "say why",
    },
  };
}

/** The bytes of an entry: what is stored, and what is hashed. */
export function entryBytes(entry: EventEntry): Result<Uint8Array, Problem> {
  const bytes = new TextEncoder().encode(canonicalJson(entry));
  if (bytes.length <= ENTRY_BYTES_MAX) return { ok: true, value: bytes };
  return {
    ok: false,
    error: {
      code: "entry-too-large",
      kind: "input",
      found: `the event ${entry.type} of ${entry.stream} takes ${bytes.length} bytes`,
      expected: `at most ${ENTRY_BYTES_MAX} bytes`,
      action: "store the large body as a blob, and put its SHA-256 digest into the event",
    },
  };
}

/** An entry from its bytes. Bytes that are no entry are a finding about the ledger, not about a command. */
export function parseEntry(bytes: Uint8Array): Result<EventEntry, Problem> {
  const value = jsonOf(bytes);
  const parsed = z.safeParse(entrySchema, value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const { found, expected } = firstIssue(parsed.error, value);
  return {
    ok: false,
    error: {
      code: "entry-unreadable",
      kind: "failed",
      found: `an entry of the ledger is not understood: ${found}`,
      expected,
      action: "verify the ledger, and restore it from a backup if it was changed",
    },
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function wrongEvent({ found, expected }: { found: string; expected: string }): Problem {
  return {
    code: "event-form",
    kind: "input",
    found: `the event cannot be recorded: ${found}`,
    expected,
    action: "correct the command that made it",
  };
}
