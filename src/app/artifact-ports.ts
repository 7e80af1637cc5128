import type { ArchiveEntry, TreeFile } from "../domain/artifact/bundle-layout.ts";

/** A part of one of several contents that are read one after the other. */
export interface Piece {
  /** Which of them, counted from 0. Empty contents have no piece. */
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** The files of the repository as they stand in a commit, untouched by settings and filters of a machine. */
export interface TreeSource {
  /** Every file and symbolic link, by path. */
  files(commit: string): Promise<readonly TreeFile[]>;
  /** Contents of objects in the order asked for, as they arrive; nothing is held. */
  contents(ids: readonly string[]): AsyncIterable<readonly Piece[]>;
}

/** Archives whose bytes depend on their contents alone. */
export interface Archiver {
  /** A tar archive (POSIX.1-2001, owner 0, one time for all). `contents` are those of the entries, in their order. */
  tar(
    entries: readonly ArchiveEntry[],
    contents: AsyncIterable<readonly Piece[]>,
    time: number,
  ): AsyncGenerator<Uint8Array>;
  gzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  /** Contents of a gzip file; a damaged one is an error. */
  gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  /** Name of the entry that holds this byte of the tar archive; absent at its end. */
  entryAt(entries: readonly ArchiveEntry[], offset: number): string | undefined;
}

export interface WrittenFile {
  /** SHA-256 of what stands there now, in hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Whether other bytes, or none, stood there before. */
  readonly changed: boolean;
}

/** Files that releases are made of. Paths are relative to the top of the working tree, which a bare repository lacks, or absolute. */
export interface ArtifactFiles {
  /** The bytes of a file as a stream; absent when there is none. */
  read(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  exists(path: string): Promise<boolean>;
  /** Replaces a file in one step, or makes it. Equal bytes are left alone. */
  write(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenFile>;
}

/** A public key whose signatures may count. */
export interface PublicKey {
  /** SHA-256 of the key in its DER form, in hex. */
  readonly id: string;
  /** PEM, with a line feed at its end. */
  readonly pem: string;
  /** Where it was found, for people. */
  readonly source: string;
}

/** The key this machine signs with. */
export interface SigningKeys {
  /** Public part of the key at a path, in the environment or in its usual place; absent where there is none. */
  find(path?: string): Promise<PublicKey | undefined>;
  /** The same key; where there is none, a problem that says how to make one. */
  need(path?: string): Promise<PublicKey>;
  /** Makes a key in a file that only its owner can read. A file that exists is never replaced. */
  create(path?: string): Promise<PublicKey>;
  /** Reads a public key; anything else is an `input` problem that names the source. */
  parse(pem: string, source: string): PublicKey;
}

/** What an envelope holds, and who signed it. */
export interface OpenedEnvelope {
  readonly payload: string;
  readonly payloadType: string;
  /** Whether these are the bytes this program writes for this payload, these signatures and the keys that made them. */
  readonly isCanonical: boolean;
  /** How many signatures none of the offered keys made. */
  readonly strangers: number;
  /** The distinct keys, of those that were offered, that made one of its signatures. */
  readonly signers: readonly PublicKey[];
}

/** DSSE 1.0.2 envelopes. */
export interface Envelopes {
  /** The text of an envelope with one signature, made with the key at a path, in the environment or in its usual place. */
  seal(payload: string, payloadType: string, keyPath?: string): Promise<string>;
  /** Reads an envelope; absent when the text is none. */
  open(text: string, keys: readonly PublicKey[]): OpenedEnvelope | undefined;
}

/** The adapters that make and check artifacts, put together. */
export interface ArtifactAdapters {
  readonly archiver: Archiver;
  readonly files: ArtifactFiles;
  readonly keys: SigningKeys;
  readonly envelopes: Envelopes;
  /** SHA-256 in hex. */
  sha256(bytes: string | Uint8Array): string;
}
