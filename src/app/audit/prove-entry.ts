import { inclusionPlan, provesInclusion } from "../../domain/merkle/inclusion-proof.ts";
import { formatProofFile, parseProofFile } from "../../domain/merkle/proof-file.ts";
import { openCheckpoint, readCheckpoint } from "../../domain/merkle/signed-checkpoint.ts";
import { leafHash } from "../../domain/merkle/tree-hash.ts";
import type { VerifierKey } from "../../domain/merkle/verifier-key.ts";
import { fromUtf8, utf8 } from "../../kernel/bytes.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { LogCrypto, LogFiles } from "../log-ports.ts";
import { brokenLog, noCheckpoint, noSuchEntry } from "./log-problems.ts";
import { readProof } from "./read-tree.ts";

/** A proof file (C2SP tlog-proof) for one entry of a log. It is checked before it is handed out. */
export async function proveEntry(files: LogFiles, { hash }: LogCrypto, index: number): Promise<string> {
  const note = await files.read("checkpoint");
  if (note === undefined) throw noCheckpoint(files.place);
  const read = readCheckpoint(note);
  if (!read.ok) throw brokenLog(files.place, `checkpoint: ${read.error}`);
  const { size, root } = read.value;
  if (index >= size) throw noSuchEntry(index, size);
  const tree = { files, hash, size };
  const proof = await readProof(tree, inclusionPlan(index, size));
  const [leaf] = await readProof(tree, [[{ level: 0, index }]]);
  if (leaf === undefined || !provesInclusion(hash, { index, size, leaf, root, proof }))
    throw brokenLog(files.place, `its tiles do not lead from entry ${index} to the root of its checkpoint`);
  return formatProofFile({ index, proof, checkpoint: fromUtf8(note) ?? "" });
}

export interface ProvenEntry {
  readonly origin: string;
  readonly size: number;
  readonly index: number;
}

/** What a proof file proves about the exact bytes of an entry; a problem of kind `failed` when it proves nothing. */
export function checkProof(
  crypto: LogCrypto,
  key: VerifierKey,
  { file, entry }: { readonly file: Uint8Array; readonly entry: Uint8Array },
): ProvenEntry {
  const read = parseProofFile(file);
  if (!read.ok) throw disproved(`it is no proof file: ${read.error}`);
  const { index, proof, checkpoint } = read.value;
  const opened = openCheckpoint(crypto, key, utf8(checkpoint));
  if (!opened.ok) throw disproved(`its checkpoint: ${opened.error}`);
  const { origin, size, root } = opened.value;
  const leaf = leafHash(crypto.hash, entry);
  if (!provesInclusion(crypto.hash, { index, size, leaf, root, proof }))
    throw disproved(`its hashes do not lead from this entry at index ${index} to the signed root`);
  return { origin, size, index };
}

function disproved(found: string): SlipwayError {
  return new SlipwayError({
    code: "proof-fails",
    kind: "failed",
    found: `the proof does not hold: ${found}`,
    expected: "the proof of exactly these bytes, in a log signed with the given key",
    action: "`slipway audit show INDEX --bytes` writes the bytes of an entry, `slipway audit prove INDEX` its proof",
  });
}
