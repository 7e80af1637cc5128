import { utf8 } from "../../kernel/bytes.ts";
import { err, type Result } from "../../kernel/result.ts";
import { formatCheckpoint, parseCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { formatNote, parseNote, signatureBy, signedBytes } from "./signed-note.ts";
import type { Hash } from "./tree-hash.ts";
import { keyId, type VerifierKey } from "./verifier-key.ts";

/** Computes SHA-256 and checks Ed25519 signatures. */
export interface Checking {
  readonly hash: Hash;
  verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean;
}

export interface Signing {
  readonly key: VerifierKey;
  sign(bytes: Uint8Array): Uint8Array;
}

/** The file `checkpoint` of a log: the signed note over size and root. Its origin is the name of the key. */
export function signCheckpoint(hash: Hash, { key, sign }: Signing, tree: Omit<Checkpoint, "origin">): Uint8Array {
  const text = formatCheckpoint({ ...tree, origin: key.name });
  const signature = { name: key.name, keyId: keyId(hash, key), bytes: sign(utf8(text)) };
  return utf8(formatNote({ text, signatures: [signature] }));
}

/** What a checkpoint says, once it is sure that the key signed it; the error says what is wrong with it. */
export function openCheckpoint(checking: Checking, key: VerifierKey, bytes: Uint8Array): Result<Checkpoint, string> {
  const note = parseNote(bytes);
  if (!note.ok) return note;
  const signature = signatureBy(checking.hash, note.value, key);
  if (signature === undefined) return err(`it holds no signature by ${key.name}+${keyId(checking.hash, key)}`);
  if (!checking.verify(key.publicKey, signedBytes(note.value), signature.bytes))
    return err(`the signature by ${key.name} does not hold: the text or the signature was changed`);
  const checkpoint = parseCheckpoint(note.value.text);
  if (checkpoint.ok && checkpoint.value.origin !== key.name)
    return err(`it is about the log ${checkpoint.value.origin}, not ${key.name}`);
  return checkpoint;
}

/** What a checkpoint says, whoever signed it. */
export function readCheckpoint(bytes: Uint8Array): Result<Checkpoint, string> {
  const note = parseNote(bytes);
  return note.ok ? parseCheckpoint(note.value.text) : note;
}
