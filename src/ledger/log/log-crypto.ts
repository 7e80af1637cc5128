import { createPublicKey, hash, verify } from "node:crypto";
import type { LogCrypto } from "../../app/log-ports.ts";

/** SHA-256 and Ed25519 of the platform. */
export const LOG_CRYPTO: LogCrypto = {
  hash: (bytes) => hash("sha256", bytes, "buffer"),
  verify: (publicKey, bytes, signature) => {
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: "der", type: "spki" });
    return verify(null, bytes, key, signature);
  },
};

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
