import type { Dependency } from "../domain/dependency/dependency.ts";

/** A file that differs between two trees. Both counts are `null` for a binary file. */
export interface FileDifference {
  readonly path: string;
  readonly added: number | null;
  readonly deleted: number | null;
}

/** A text that `git grep` found, and the file it stands in. */
export interface FoundText {
  readonly path: string;
  readonly text: string;
}

/** Trees of a repository, before and after they are committed. Trees are named by their object ids. */
export interface Trees {
  /** The tree of a commit, with these files as they stand in the working tree, and without these files and folders. */
  of(commit: string, files: readonly string[], without: readonly [string, ...string[]]): Promise<string>;
  /** Files that differ, sorted by path; renames are a file less and a file more. `from` absent: every file is new. */
  difference(from: string | undefined, to: string): Promise<readonly FileDifference[]>;
  /** Every text in a tree that a POSIX extended expression matches. */
  grep(tree: string, expression: string): Promise<readonly FoundText[]>;
}

/** Reads the files of package managers. */
export interface DependencyReader {
  /** Whether a path is that of a file this can read. */
  reads(path: string): boolean;
  /** Dependencies of files whose contents are given by path. Broken ones are `input` problems that name them. */
  read(files: ReadonlyMap<string, string>): readonly Dependency[];
}

/** Paths of the files in a folder of the working tree, without those in folders below it; none when there is no such folder. */
export type ListFolder = (folder: string) => Promise<readonly string[]>;
