import { fromBase64, toBase64 } from "../../kernel/base64.ts";
import { fromUtf8 } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { HASH_BYTES } from "./tree-hash.ts";

/** What a log sends to a witness (C2SP tlog-witness, `add-checkpoint`). */
export interface AddCheckpoint {
  /** Size of the checkpoint that the witness signed last, as far as the log knows. */
  readonly old: number;
  /** Consistency proof from there to the new checkpoint. */
  readonly proof: readonly Uint8Array[];
  /** The signed note of the new checkpoint, byte for byte. */
  readonly checkpoint: string;
}

const PROOF_LINES_MAX = 63;

export function formatAddCheckpoint({ old, proof, checkpoint }: AddCheckpoint): string {
  return `old ${old}\n${proof.map((each) => `${toBase64(each)}\n`).join("")}\n${checkpoint}`;
}

/** Reads a request strictly; the error says what is wrong with it. */
export function parseAddCheckpoint(bytes: Uint8Array): Result<AddCheckpoint, string> {
  const text = fromUtf8(bytes) ?? "";
  const blank = text.indexOf("\n\n");
  const [first, ...lines] = text.slice(0, Math.max(blank, 0)).split("\n");
  const old = Number(/^old (0|[1-9]\d{0,15})$/.exec(first ?? "")?.[1]);
  if (!Number.isSafeInteger(old)) return err("line 1 names no old size");
  if (lines.length > PROOF_LINES_MAX) return err("the proof has more hashes than any tree is high");
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) return err(`line ${proof.length + 2} is no hash`);
    proof.push(hash);
  }
  return ok({ old, proof, checkpoint: text.slice(blank + 2) });
}
