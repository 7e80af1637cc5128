import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import type { PublicKey } from "../app/artifact-ports.ts";
import { SlipwayError } from "../kernel/problem.ts";

/** Reads an Ed25519 public key in PEM form (SPKI, RFC 8410). */
export function parsePublicKey(pem: string, source: string): PublicKey {
  if (/PRIVATE KEY/.test(pem)) throw new SlipwayError(privateKey(source));
  try {
    return describeKey(createPublicKey(pem), source);
  } catch (cause) {
    if (cause instanceof SlipwayError) throw cause;
    throw new SlipwayError(noKey(source, "no public key can be read from it"), { cause });
  }
}

/** Id and PEM of a public key; other kinds than Ed25519 are refused, since their signatures differ from run to run. */
export function describeKey(key: KeyObject, source: string): PublicKey {
  if (key.asymmetricKeyType !== "ed25519")
    throw new SlipwayError(noKey(source, `it holds a key of kind ${key.asymmetricKeyType}`));
  const id = createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
  return { id, pem: key.export({ type: "spki", format: "pem" }).toString(), source };
}

function noKey(source: string, reason: string) {
  return {
    code: "public-key",
    kind: "input",
    found: `${source} is no key that signatures can be checked with: ${reason}`,
    expected: "an Ed25519 public key in PEM form",
    action: "`slipway key show` prints the public part of the key that signs",
  } as const;
}

function privateKey(source: string) {
  return {
    code: "private-key-exposed",
    kind: "input",
    found: `${source} holds a private key`,
    expected: "a public key: signatures are checked with it, and everybody may have it",
    action: "remove the private key from there, make a new one with `slipway key create`, and publish its public part",
  } as const;
}
