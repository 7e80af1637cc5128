import type { Hash } from "../domain/merkle/tree-hash.ts";
import type { VerifierKey } from "../domain/merkle/verifier-key.ts";
import type { Ledger } from "./ledger-ports.ts";

/** The files of a log by their C2SP path: `checkpoint`, `tile/0/000.p/5`, `tile/entries/000`. */
export interface LogFiles {
  /** Where they are, for people. */
  readonly place: string;
  read(path: string): Promise<Uint8Array | undefined>;
  /** Replaces a file in one step, or makes it; it is on the disk when this returns. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** The same, but it is on the disk only after the next `flush`: of thousands of files that takes a fraction of the time. */
  writeSoon(path: string, bytes: Uint8Array): Promise<void>;
  flush(): Promise<void>;
  remove(path: string): Promise<void>;
  /** Every file there is, those that do not belong there included. */
  list(): AsyncIterable<string>;
}

/** Every checkpoint that was ever signed, oldest first. */
export interface CheckpointHistory {
  append(note: Uint8Array): Promise<void>;
  all(): AsyncIterable<Uint8Array>;
}

/** What the platform computes for a log. */
export interface LogCrypto {
  /** SHA-256. */
  readonly hash: Hash;
  /** Whether an Ed25519 signature holds. */
  verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean;
}

/** The key of the log. Its name is the origin of every checkpoint. */
export interface LogSigner {
  readonly key: VerifierKey;
  sign(bytes: Uint8Array): Uint8Array;
}

/** The log that Slipway keeps about its ledger. */
export interface TransparencyLog {
  readonly files: LogFiles;
  readonly history: CheckpointHistory;
  readonly crypto: LogCrypto;
  readonly signer: LogSigner;
}

/** Sends an `add-checkpoint` request to a witness. */
export type AskWitness = (body: Uint8Array) => Promise<{ readonly status: number; readonly body: string }>;

/** The log together with the ledger that it is about. */
export interface OwnLog extends TransparencyLog {
  readonly ledger: Ledger;
  close(): Promise<void>;
}

/** Opens logs. Nothing is read or made before it is asked for. */
export interface Logs {
  readonly crypto: LogCrypto;
  /** The entries of this product, for those who only read them. */
  ledger(): Promise<Ledger>;
  /** The log of this product, for this process alone until it is closed. Its key is made on first use. */
  own(): Promise<OwnLog>;
  /** The public half of the key of this product; absent when none was made yet. */
  ownKey(): Promise<VerifierKey | undefined>;
  /** An exported log, or what a witness keeps. */
  exported(folder: string): LogFiles;
  /** The key of a witness, in a folder of its own; made on first use under this name. */
  witnessKey(folder: string, name: string): Promise<LogSigner>;
  witness(url: string): AskWitness;
}
