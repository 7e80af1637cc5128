import { concatBytes, utf8 } from "../../kernel/bytes.ts";
import { assert } from "../../kernel/assert.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Checking, Signing } from "./signed-checkpoint.ts";
import { parseNote, signatureBy, type NoteSignature } from "./signed-note.ts";
import type { Hash } from "./tree-hash.ts";
import { keyId, type VerifierKey } from "./verifier-key.ts";

/** A witness says that it saw a checkpoint at a time and that the log only grew until then (C2SP tlog-cosignature v1). */
export interface Cosignature {
  /** Unix seconds. */
  readonly time: number;
  /** Ed25519 over `cosignedBytes`. */
  readonly signature: Uint8Array;
}

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** Cosigns the text of a checkpoint; `time` in Unix seconds. */
export function cosign(hash: Hash, { key, sign }: Signing, text: string, time: number): NoteSignature {
  const signature = sign(cosignedBytes(time, text));
  return { name: key.name, keyId: keyId(hash, key), bytes: encodeCosignature({ time, signature }) };
}

/** When a witness cosigned a checkpoint; the error says why that is not certain. */
export function openCosignature(checking: Checking, key: VerifierKey, bytes: Uint8Array): Result<number, string> {
  const note = parseNote(bytes);
  if (!note.ok) return note;
  const line = signatureBy(checking.hash, note.value, key);
  const cosignature = line === undefined ? undefined : decodeCosignature(line.bytes);
  if (cosignature === undefined) return err(`it holds no cosignature by ${key.name}+${keyId(checking.hash, key)}`);
  const signed = cosignedBytes(cosignature.time, note.value.text);
  if (checking.verify(key.publicKey, signed, cosignature.signature)) return ok(cosignature.time);
  return err(`the cosignature by ${key.name} does not hold: the text or the signature was changed`);
}

/** What a witness signs; `text` is the text of the checkpoint. */
export function cosignedBytes(time: number, text: string): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/** The bytes of a signature line after the key id. */
export function encodeCosignature({ time, signature }: Cosignature): Uint8Array {
  assert(Number.isSafeInteger(time) && time >= 0, "the time of a cosignature is a number of seconds");
  const seconds = Uint8Array.from({ length: TIME_BYTES }, (_, at) => Math.floor(time / 256 ** (7 - at)) % 256);
  return concatBytes([seconds, signature]);
}

export function decodeCosignature(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined;
  const time = bytes.subarray(0, TIME_BYTES).reduce((seconds, byte) => seconds * 256 + byte, 0);
  return Number.isSafeInteger(time) ? { time, signature: bytes.subarray(TIME_BYTES) } : undefined;
}
