import { fromBase64, toBase64 } from "../../kernel/base64.ts";
import { fromUtf8 } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { HASH_BYTES } from "./tree-hash.ts";

/** That a log holds an entry, in one file that needs nothing beside it but the entry and the key (C2SP tlog-proof). */
export interface ProofFile {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note of the checkpoint the proof leads to, byte for byte. */
  readonly checkpoint: string;
}

const HEADER = "c2sp.org/tlog-proof@v1";
const PROOF_LINES_MAX = 64;

export function formatProofFile({ index, proof, checkpoint }: ProofFile): string {
  return `${HEADER}\nindex ${index}\n${proof.map((each) => `${toBase64(each)}\n`).join("")}\n${checkpoint}`;
}

/** Reads a proof strictly; the error says what is wrong with it. Nothing is verified yet. */
export function parseProofFile(bytes: Uint8Array): Result<ProofFile, string> {
  const text = fromUtf8(bytes) ?? "";
  const blank = text.indexOf("\n\n");
  const [header, second, ...lines] = text.slice(0, Math.max(blank, 0)).split("\n");
  if (header !== HEADER) return err(`it does not begin with ${HEADER}`);
  const index = /^index (0|[1-9]\d{0,15})$/.exec(second ?? "")?.[1];
  if (index === undefined) return err("line 2 names no index");
  if (lines.length > PROOF_LINES_MAX) return err("it has more hashes than any tree is high");
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const bytes = fromBase64(line);
    if (bytes?.length !== HASH_BYTES) return err(`line ${proof.length + 3} is no hash`);
    proof.push(bytes);
  }
  return ok({ index: Number(index), proof, checkpoint: text.slice(blank + 2) });
}
