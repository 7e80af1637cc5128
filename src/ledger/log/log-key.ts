import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { LogSigner } from "../../app/log-ports.ts";
import { isKeyName, keyId, type KeyType, type VerifierKey } from "../../domain/merkle/verifier-key.ts";
import { fromBase64 } from "../../kernel/base64.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { LOG_CRYPTO } from "./log-crypto.ts";

const SEED_BYTES = 32;
const LOG: KeyType = 1;
/** What stands before the 32 bytes of an Ed25519 seed in its DER form (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** Where the key of a log is. */
export interface KeySource {
  /** The key itself, when it is not kept in a file. */
  readonly text: string | undefined;
  readonly file: string;
  /** Name of the key when one is made; for a log that is its origin. */
  readonly origin: string;
  /** What the key signs: notes of a log when absent. */
  readonly type?: KeyType;
}

/**
 * The key of the log: `text` when there is one, else the file, which is made on first use and which nobody but its
 * owner may read. Both hold `PRIVATE+KEY+name+keyid+base64(1, seed)`, as Go's sumdb/note writes it.
 */
export async function openLogKey({ text, file, origin, type = LOG }: KeySource): Promise<LogSigner> {
  if (text !== undefined) return signerOf(text.trim(), "SLIPWAY_LOG_KEY", type);
  return signerOf(((await readKey(file)) ?? (await makeKey(file, origin, type))).trim(), file, type);
}

/** The public half of the key, when there is one. */
export async function publicKeyOf({ text, file, type = LOG }: KeySource): Promise<VerifierKey | undefined> {
  const found = text ?? (await readKey(file));
  return found === undefined
    ? undefined
    : signerOf(found.trim(), text === undefined ? file : "SLIPWAY_LOG_KEY", type).key;
}

async function readKey(file: string): Promise<string | undefined> {
  const mode = await stat(file).then(
    (found) => found.mode,
    () => undefined,
  );
  if (mode === undefined) return undefined;
  if (process.platform !== "win32" && (mode & 0o077) !== 0) throw new SlipwayError(openToOthers(file, mode));
  return readFile(file, "utf8");
}

/** Of two processes that make a key at once one wins, and both use its key. */
async function makeKey(file: string, origin: string, type: KeyType): Promise<string> {
  if (!isKeyName(origin)) throw new SlipwayError(badOrigin(origin));
  const seed = randomBytes(SEED_BYTES);
  const key = publicHalf(origin, seed, type);
  const data = Buffer.concat([Buffer.of(type), seed]).toString("base64");
  const text = `PRIVATE+KEY+${origin}+${keyId(LOG_CRYPTO.hash, key)}+${data}\n`;
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return (await readKey(file)) ?? text;
    throw error;
  } finally {
    await rm(draft);
  }
}

function signerOf(text: string, place: string, type: KeyType): LogSigner {
  const [, name, id, data] = /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const bytes = data === undefined ? undefined : fromBase64(data);
  if (name === undefined || !isKeyName(name) || bytes?.length !== 1 + SEED_BYTES || bytes[0] !== type)
    throw new SlipwayError(badKey(place));
  const seed = bytes.subarray(1);
  const key = publicHalf(name, seed, type);
  if (keyId(LOG_CRYPTO.hash, key) !== id) throw new SlipwayError(badKey(place));
  const secret = privateKey(seed);
  return { key, sign: (message) => sign(null, message, secret) };
}

function publicHalf(name: string, seed: Uint8Array, type: KeyType): VerifierKey {
  const der = createPublicKey(privateKey(seed)).export({ format: "der", type: "spki" });
  return { name, type, publicKey: new Uint8Array(der.subarray(-SEED_BYTES)) };
}

function privateKey(seed: Uint8Array) {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
}

function badKey(place: string) {
  return {
    code: "log-key",
    kind: "input" as const,
    found: `the key of the log in ${place} cannot be read`,
    expected: "one line PRIVATE+KEY+name+keyid+data, as Slipway or Go's sumdb/note made it",
    action: "restore it from a backup; a new key would begin a new log",
  };
}

function openToOthers(file: string, mode: number) {
  return {
    code: "log-key-mode",
    kind: "refused" as const,
    found: `others can read the key of the log: ${file} has mode ${(mode & 0o777).toString(8)}`,
    expected: "mode 600",
    action: `chmod 600 ${file}; if somebody may have read it, begin a new log`,
  };
}

function badOrigin(origin: string) {
  return {
    code: "log-origin",
    kind: "input" as const,
    found: `"${origin}" cannot be the name of a log`,
    expected: "a name without spaces and plus signs, for example example.org/releases",
    action: "correct it: SLIPWAY_LOG_ORIGIN names a log, --name a witness",
  };
}
