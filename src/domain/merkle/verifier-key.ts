import { fromBase64, toBase64 } from "../../kernel/base64.ts";
import { concatBytes, toHex, utf8 } from "../../kernel/bytes.ts";
import type { Hash } from "./tree-hash.ts";

/** What a key signs: 1 the notes of a log with Ed25519, 4 the cosignatures of a witness with Ed25519. */
export type KeyType = 1 | 4;

const ED25519_BYTES = 32;

/** The public half of a key and the name it signs under. For a log that is its origin. */
export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  readonly publicKey: Uint8Array;
}

/** The first four bytes of SHA-256 over name, line break, type and public key, as eight hexadecimal digits. */
export function keyId(hash: Hash, { name, type, publicKey }: VerifierKey): string {
  return toHex(hash(concatBytes([utf8(`${name}\n`), Uint8Array.of(type), publicKey])).subarray(0, 4));
}

/** `name+keyid+base64(type, public key)`, as C2SP signed-note and Go's sumdb write it. */
export function formatVerifierKey(hash: Hash, key: VerifierKey): string {
  return `${key.name}+${keyId(hash, key)}+${toBase64(Uint8Array.of(key.type, ...key.publicKey))}`;
}

/** The key a text stands for; absent when it is none, or when its id does not belong to it. */
export function parseVerifierKey(hash: Hash, text: string): VerifierKey | undefined {
  const [, name, id, data] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const bytes = data === undefined ? undefined : fromBase64(data);
  if (name === undefined || bytes === undefined || bytes.length !== 1 + ED25519_BYTES) return undefined;
  const [type] = bytes;
  if (!isKeyName(name) || (type !== 1 && type !== 4)) return undefined;
  const key: VerifierKey = { name, type, publicKey: bytes.subarray(1) };
  return keyId(hash, key) === id ? key : undefined;
}

/** Names of keys and origins: any text without white space, control characters and plus signs. */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{Cc}]+$/u.test(name);
}
