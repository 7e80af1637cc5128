import type { AddedLine } from "../domain/evidence/task-markers.ts";
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
) => Promise<Report>;

/** Files as they are, byte for byte. */
export interface EvidenceFiles {
  /** Names of the files in a folder of the working tree; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes of a file of the working tree. */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** When a file of the working tree was last written, in milliseconds since 1970; absent when there is none. */
  modifiedMs(path: string): Promise<number | undefined>;
  /** Bytes of a file by its path from where the command was started. A file that cannot be read is a problem. */
  named(path: string): Promise<Uint8Array>;
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

/** Lines that match an extended regular expression and were added from one commit to another; from nothing when absent. */
export type ReadAddedLines = (from: string | undefined, to: string, words: string) => Promise<readonly AddedLine[]>;

/** What commands about evidence need beside the repository. */
export interface EvidenceServices {
  readonly files: EvidenceFiles;
  readonly readReport: ReadReport;
  readonly runSuite: RunSuite;
  readonly addedLines: ReadAddedLines;
}

export type RunSuite = (run: SuiteRun) => Promise<SuiteRunResult>;
