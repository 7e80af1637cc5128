import { createPublicKey, sign, verify } from "node:crypto";
import type { Envelopes, OpenedEnvelope, PublicKey } from "../app/artifact-ports.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { describeKey } from "./public-key.ts";
import { needPrivateKey, type KeyPlaces } from "./signing-keys.ts";

interface Signature {
  readonly keyid?: string | undefined;
  readonly sig: string;
}

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly Signature[];
}

/** DSSE 1.0.2 envelopes in JSON, signed with Ed25519 (RFC 8032), whose signatures are the same every time. */
export function openEnvelopes(places: KeyPlaces): Envelopes {
  return {
    async seal(payload, payloadType, keyPath) {
      const { key, source } = await needPrivateKey(places, keyPath);
      const { id } = describeKey(createPublicKey(key), source);
      const body = Buffer.from(payload);
      const signature = sign(null, authenticated(payloadType, body), key);
      return write({
        payload: body.toString("base64"),
        payloadType,
        signatures: [{ keyid: id, sig: signature.toString("base64") }],
      });
    },
    open: (text, keys) => openEnvelope(text, keys),
  };
}

/** Both alphabets of base64 are read. The key id of a signature is a hint and decides nothing: every key is tried. */
function openEnvelope(text: string, keys: readonly PublicKey[]): OpenedEnvelope | undefined {
  const envelope = parseEnvelope(text);
  if (envelope === undefined) return undefined;
  const { payload, payloadType, signatures } = envelope;
  const body = Buffer.from(payload, "base64");
  const message = authenticated(payloadType, body);
  const made = signatures.map(({ keyid, sig }) => {
    const bytes = Buffer.from(sig, "base64");
    const signer = keys.find(({ pem }) => verify(null, message, createPublicKey(pem), bytes));
    return { signer, keyid: signer?.id ?? keyid, sig: bytes.toString("base64") };
  });
  const rewritten = { payload: Buffer.from(body.toString()).toString("base64"), payloadType, signatures: made };
  const signers = made.flatMap(({ signer }) => signer ?? []);
  return {
    payload: body.toString(),
    payloadType,
    isCanonical: text === write(rewritten),
    strangers: made.length - signers.length,
    signers: [...new Map(signers.map((signer) => [signer.id, signer])).values()],
  };
}

function write({ payload, payloadType, signatures }: Envelope): string {
  return `${canonicalJson({ payload, payloadType, signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig })) })}\n`;
}

/** Pre-authentication encoding: what is signed tells type and length of the body along with it. */
function authenticated(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body]);
}

function parseEnvelope(text: string): Envelope | undefined {
  try {
    const value = JSON.parse(text) as Partial<Envelope> | null;
    const { payload, payloadType, signatures } = value ?? {};
    const isEnvelope = typeof payload === "string" && typeof payloadType === "string" && Array.isArray(signatures);
    return isEnvelope && signatures.every((each) => isSignature(each))
      ? { payload, payloadType, signatures }
      : undefined;
  } catch {
    return undefined;
  }
}

function isSignature(value: unknown): value is Signature {
  if (typeof value !== "object" || value === null || !("sig" in value) || typeof value.sig !== "string") return false;
  return !("keyid" in value) || typeof value.keyid === "string";
}
