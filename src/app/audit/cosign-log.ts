import { formatAddCheckpoint } from "../../domain/merkle/add-checkpoint.ts";
import { consistencyPlan } from "../../domain/merkle/consistency-proof.ts";
import { openCosignature } from "../../domain/merkle/cosignature.ts";
import type { VerifierKey } from "../../domain/merkle/verifier-key.ts";
import { concatBytes, fromUtf8, utf8 } from "../../kernel/bytes.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { AskWitness, TransparencyLog } from "../log-ports.ts";
import type { Published } from "./publish-log.ts";
import { readProof } from "./read-tree.ts";

/** The witness first says what it saw last; another log server may come in between once. */
const ATTEMPTS_MAX = 3;

/** Has a witness cosign the published checkpoint, and adds its signature to the file. */
export async function cosignLog(
  log: TransparencyLog,
  published: Published,
  witness: { readonly key: VerifierKey; readonly ask: AskWitness },
): Promise<Published> {
  const { files, crypto } = log;
  const { size } = published.checkpoint;
  if (openCosignature(crypto, witness.key, published.note).ok) return published;
  const checkpoint = fromUtf8(published.note) ?? "";
  for (let attempt = 0, old = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const proof = await readProof({ files, hash: crypto.hash, size }, consistencyPlan(old, size));
    const { status, body } = await witness.ask(utf8(formatAddCheckpoint({ old, proof, checkpoint })));
    if (status === 409) {
      const seen = sizeOf(body);
      if (seen === undefined || seen > size || seen === old) throw contradicted(witness.key.name, size, seen);
      old = seen;
      continue;
    }
    if (status !== 200) throw refused(witness.key.name, `${status} ${body}`);
    const note = concatBytes([published.note, utf8(body)]);
    const cosigned = openCosignature(crypto, witness.key, note);
    if (!cosigned.ok) throw refused(witness.key.name, cosigned.error);
    await files.write("checkpoint", note);
    return { ...published, note };
  }
  throw refused(witness.key.name, "it changes its mind about what it saw");
}

function sizeOf(body: string): number | undefined {
  return /^\d{1,15}\n$/.test(body) ? Number(body) : undefined;
}

function refused(name: string, found: string): SlipwayError {
  return new SlipwayError({
    code: "witness-refused",
    kind: "failed",
    found: `the witness ${name} did not cosign: ${found.trim().slice(0, 300)}`,
    expected: "a cosignature with its key",
    action: "ask whoever runs it whether it trusts the key of this log (`slipway audit key`)",
  });
}

function contradicted(name: string, size: number, seen: number | undefined): SlipwayError {
  return new SlipwayError({
    code: "log-forked",
    kind: "failed",
    found: `the witness ${name} saw ${seen ?? "something"} entries with another root, or more than the ${size} of this log`,
    expected: "a log that only grows",
    action: "`slipway audit verify` tells what was changed; restore the ledger from a backup",
  });
}
