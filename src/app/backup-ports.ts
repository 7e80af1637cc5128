/** A folder into which a backup is written, or from which it is read. */
export interface BackupFolder {
  /** The folder, for people. */
  readonly place: string;
  isEmpty(): Promise<boolean>;
  /** The file is on the disk, whole, when this returns. Returns the SHA-256 of its bytes, in hexadecimal digits. */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<string>;
  /** Absent when there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** The lines of a file without their line breaks, a few at a time. */
  lines(name: string): AsyncIterable<Uint8Array>;
}
