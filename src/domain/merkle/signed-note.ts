import { fromBase64, toBase64 } from "../../kernel/base64.ts";
import { concatBytes, fromUtf8, toHex, utf8 } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Hash } from "./tree-hash.ts";
import { isKeyName, keyId, type VerifierKey } from "./verifier-key.ts";

/** A text with signatures below it (C2SP signed-note). */
export interface SignedNote {
  /** What is signed, its last line break included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

const SIGNATURES_MAX = 100;
const LINE = /^— (\S+) (\S+)$/u;

export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join("")}`;
}

/** One signature line, its line break included. */
export function formatSignature({ name, keyId, bytes }: NoteSignature): string {
  return `— ${name} ${toBase64(concatBytes([idBytes(keyId), bytes]))}\n`;
}

/** Reads a note strictly; the error says what is wrong with it. Nothing is verified yet. */
export function parseNote(bytes: Uint8Array): Result<SignedNote, string> {
  const all = fromUtf8(bytes);
  if (all === undefined) return err("it is not UTF-8 text");
  if (/[\p{Cc}--\n]/v.test(all)) return err("it holds a control character");
  const blank = all.lastIndexOf("\n\n");
  if (blank === -1 || !all.endsWith("\n")) return err("no blank line with signatures below it");
  const lines = all.slice(blank + 2, -1).split("\n");
  if (lines.length > SIGNATURES_MAX) return err(`more than ${SIGNATURES_MAX} signatures`);
  const signatures = lines.map(parseSignature);
  const broken = signatures.indexOf(undefined);
  if (broken !== -1) return err(`signature line ${broken + 1} is broken`);
  return ok({ text: all.slice(0, blank + 1), signatures: signatures.flatMap((each) => each ?? []) });
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, data] = LINE.exec(line) ?? [];
  const bytes = data === undefined ? undefined : fromBase64(data);
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: toHex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
}

/** The signature of a note that claims to be by this key. Signatures of others are nobody's concern here. */
export function signatureBy(hash: Hash, { signatures }: SignedNote, key: VerifierKey): NoteSignature | undefined {
  const id = keyId(hash, key);
  return signatures.find((each) => each.name === key.name && each.keyId === id);
}

/** What a signature line of the note stands for: its bytes are signed. */
export function signedBytes({ text }: SignedNote): Uint8Array {
  return utf8(text);
}

function idBytes(id: string): Uint8Array {
  return Uint8Array.from({ length: 4 }, (_, at) => Number.parseInt(id.slice(2 * at, 2 * at + 2), 16));
}
