import { utf8, equalBytes } from "../../kernel/bytes.ts";
import { parseAddCheckpoint } from "./add-checkpoint.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { provesConsistency } from "./consistency-proof.ts";
import { openCheckpoint, readCheckpoint, type Checking } from "./signed-checkpoint.ts";
import type { VerifierKey } from "./verifier-key.ts";

/** What a witness answers, in the codes of C2SP tlog-witness. Only 200 lets it sign. */
export type WitnessAnswer =
  | { readonly status: 200; readonly checkpoint: Checkpoint; readonly text: string }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string }
  /** The log has to begin its proof at this size. */
  | { readonly status: 409; readonly size: number };

/** What a witness saw last, by the origin of the log. */
export type Seen = ReadonlyMap<string, { readonly size: number; readonly root: Uint8Array }>;

/** Whether a witness may cosign a checkpoint: only of a log it trusts, and only what continues what it saw before. */
export function answerAddCheckpoint(
  checking: Checking,
  { trusted, seen }: { readonly trusted: readonly VerifierKey[]; readonly seen: Seen },
  body: Uint8Array,
): WitnessAnswer {
  const request = parseAddCheckpoint(body);
  if (!request.ok) return { status: 400, reason: request.error };
  const note = utf8(request.value.checkpoint);
  const claimed = readCheckpoint(note);
  if (!claimed.ok) return { status: 400, reason: claimed.error };
  const key = trusted.find(({ name }) => name === claimed.value.origin);
  if (key === undefined) return { status: 404, reason: `the log ${claimed.value.origin} is not known here` };
  const opened = openCheckpoint(checking, key, note);
  if (!opened.ok) return { status: 403, reason: opened.error };
  const { size, root } = opened.value;
  const { old, proof } = request.value;
  if (old > size) return { status: 400, reason: `the old size ${old} is larger than the new one, ${size}` };
  const before = seen.get(key.name) ?? { size: 0, root: checking.hash(new Uint8Array()) };
  if (before.size !== old) return { status: 409, size: before.size };
  if (old === size && !equalBytes(before.root, root)) return { status: 409, size: before.size };
  if (!provesConsistency(checking.hash, { before, after: { size, root }, proof }))
    return { status: 422, reason: `the proof does not lead from the ${old} entries that were seen to ${size}` };
  return { status: 200, checkpoint: opened.value, text: textOf(request.value.checkpoint) };
}

/** The part of a note that is signed. */
function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf("\n\n") + 1);
}
