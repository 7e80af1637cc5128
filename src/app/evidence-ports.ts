import type { Report } from "../domain/evidence/report.ts";

/** Reads the report of a test run or a security scan. What it cannot vouch for is a problem that says why. */
export type ReadReport = (
  bytes: Uint8Array,
  about: {
    /** Name of the file, for people. */
    readonly name: string;
    /** Name of its format; recognised when absent. */
    readonly format?: string | undefined;
  },
) => Report;

/** A file somebody named, wherever it is. */
export interface NamedFile {
  readonly bytes: Uint8Array;
  /** When it was last written, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** Files as they are, byte for byte. */
export interface EvidenceFiles {
  /** Names of the files in a folder of the working tree; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes of a file of the working tree. */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** A file by its path from where the command was started. */
  named(path: string): Promise<NamedFile>;
}

export interface SuiteRun {
  /** A line for the shell. */
  readonly command: string;
  readonly folder: string;
  readonly timeoutMs: number;
  /** Gets everything the command prints, as it comes. */
  onOutput(chunk: Uint8Array): void;
}

/** How a run ended. */
export interface SuiteRunResult {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: Uint8Array;
  /** stdout and stderr in the order in which they came. */
  readonly output: Uint8Array;
  readonly ended: "by itself" | "late" | "interrupted" | "too much output";
}

export type RunSuite = (run: SuiteRun) => Promise<SuiteRunResult>;
