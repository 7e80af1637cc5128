import type { Verification } from "../evidence/evidence.ts";

/** Version of the form in which manifests are written. */
export const MANIFEST_VERSION = "1.0";

export const CHANGE_GROUPS = ["Added", "Changed", "Fixed", "Security"] as const;
export type ChangeGroup = (typeof CHANGE_GROUPS)[number];

export const FILE_GROUPS = ["Source Code", "Documentation", "Tests"] as const;
export type FileGroup = (typeof FILE_GROUPS)[number];

export const VARIABLE_STATES = ["new", "changed", "removed"] as const;
export type VariableState = (typeof VARIABLE_STATES)[number];

/**
 * What a release consists of, for auditors and operators (Appendix B of the requirements). Texts are one line of Markdown
 * each. The form is the same whether a program or a person wrote it.
 */
export interface Manifest {
  /** Printed name of what is released, for a component `Product component`. */
  readonly product: string;
  readonly version: string;
  /** ISO day. */
  readonly releaseDate: string;
  readonly releaseType: string;
  /** `null` for a first release. */
  readonly previousVersion: string | null;
  /** One paragraph. */
  readonly summary: string;
  /** The entry the changes come from: path and, after `#`, the anchor of its heading, as seen from the manifest. */
  readonly changelog: string;
  readonly changes: Readonly<Record<ChangeGroup, readonly string[]>>;
  readonly verification: Verification;
  readonly breakingChanges: readonly string[];
  /** Links to guides, or the steps; none when no migration is required. */
  readonly migration: readonly string[];
  readonly files: Readonly<Record<FileGroup, readonly ModifiedFile[]>>;
  readonly dependencies: readonly DependencyChange[];
  readonly environment: readonly VariableChange[];
  /** What moves data; none when nothing does. */
  readonly dataMigration: readonly string[];
  /** A link or the steps, at least one. */
  readonly rollback: readonly string[];
  /** SHA-256 in hex of files as they stand in the release; may be empty. */
  readonly checksums: readonly FileChecksum[];
  /** UTC second at which it was first made: `2026-01-05T09:00:00Z`. */
  readonly generated: string;
}

export interface ModifiedFile {
  readonly path: string;
  /** Lines the file has in the release, 0 once it is deleted; `null` where the short form leaves it out, or for binary files. */
  readonly lines: number | null;
  /** Both `null` for a binary file; `deleted` alone is, where the short form leaves it out. */
  readonly added: number | null;
  readonly deleted: number | null;
}

/** `from` is `null` for an added dependency, both are for a removed one. Several versions are joined by `, `. */
export interface DependencyChange {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface VariableChange {
  readonly name: string;
  readonly state: VariableState;
  /** What it is for, where somebody said so. */
  readonly note: string | null;
}

export interface FileChecksum {
  readonly sha256: string;
  readonly path: string;
}

/** SHA-256 in hex of a text in UTF-8; given from outside, since the domain computes none. */
export type Sha256 = (text: string) => string;
