import { cosign } from "../../domain/merkle/cosignature.ts";
import { readCheckpoint } from "../../domain/merkle/signed-checkpoint.ts";
import { formatSignature } from "../../domain/merkle/signed-note.ts";
import { answerAddCheckpoint, type Seen } from "../../domain/merkle/witness.ts";
import type { VerifierKey } from "../../domain/merkle/verifier-key.ts";
import { toHex, utf8 } from "../../kernel/bytes.ts";
import type { LogCrypto, LogFiles, LogSigner } from "../log-ports.ts";
import { brokenLog } from "./log-problems.ts";

interface Witness {
  readonly crypto: LogCrypto;
  /** The key of the witness, which has nothing to do with that of a log. */
  readonly signer: LogSigner;
  /** Keys of the logs it watches. */
  readonly trusted: readonly VerifierKey[];
  /** Where it keeps the last checkpoint of each log. */
  readonly files: LogFiles;
  /** Unix seconds. */
  now(): number;
}

/** An HTTP answer as C2SP tlog-witness wants it. */
export interface WitnessReply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Answers requests one after the other: what it cosigned is on the disk before it says so, and before it reads again. */
export function witnessCheckpoints(witness: Witness): (body: Uint8Array) => Promise<WitnessReply> {
  let last: Promise<unknown> = Promise.resolve();
  return (body) => {
    const reply = last.then(() => answer(witness, body));
    last = reply.catch(() => undefined);
    return reply;
  };
}

async function answer({ crypto, signer, trusted, files, now }: Witness, body: Uint8Array): Promise<WitnessReply> {
  const seen = new Map<string, Seen extends ReadonlyMap<string, infer T> ? T : never>();
  for (const { name } of trusted) {
    const note = await files.read(pathOf(crypto, name));
    const checkpoint = note === undefined ? undefined : readCheckpoint(note);
    if (checkpoint?.ok === false) throw brokenLog(files.place, `what was seen of ${name}: ${checkpoint.error}`);
    if (checkpoint !== undefined) seen.set(name, checkpoint.value);
  }
  const said = answerAddCheckpoint(crypto, { trusted, seen }, body);
  if (said.status === 409) return { status: 409, type: "text/x.tlog.size", body: `${said.size}\n` };
  if (said.status !== 200) return { status: said.status, type: "text/plain", body: `${said.reason}\n` };
  const signature = formatSignature(cosign(crypto.hash, signer, said.text, now()));
  await files.write(pathOf(crypto, said.checkpoint.origin), utf8(`${said.text}\n${signature}`));
  return { status: 200, type: "text/plain", body: signature };
}

/** Origins may hold slashes and dots, so files are named by their digest. */
function pathOf({ hash }: LogCrypto, origin: string): string {
  return `seen/${toHex(hash(utf8(origin)))}`;
}
