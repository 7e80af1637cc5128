import type { Commit } from "../domain/commit/commit.ts";

/** A tag as git lists it. `object` is the tag object of an annotated tag, otherwise the commit itself. */
export interface Tag {
  readonly name: string;
  readonly object: string;
  readonly commit: string;
}

/** What the repository looks like from where Slipway stands. */
export interface RepositoryState {
  /** Top folder of the working tree; absent in a bare repository. */
  readonly root: string | undefined;
  readonly gitFolder: string;
  readonly shallow: boolean;
  /** Short name of the current branch; absent when HEAD is detached. */
  readonly branch: string | undefined;
  /** Commit at HEAD; absent while the branch has no commit. */
  readonly head: string | undefined;
}

export interface LogQuery {
  /** Newest commit of the log, or several: then the log holds what any of them contains, children first. */
  readonly to: string | readonly string[];
  /** Leave out everything reachable from these commits. */
  readonly not?: readonly string[];
  /** Also tell which paths each commit touches. */
  readonly paths?: boolean;
}

/** Read access to one git repository. */
export interface Repository {
  state(): Promise<RepositoryState>;
  /** Full hash of the commit a revision names. Error `unknown-revision` when there is none. */
  resolve(revision: string): Promise<string>;
  tags(): Promise<readonly Tag[]>;
  /** Commits reachable from `to`, newest first, in batches; breaking out of the loop ends git. */
  log(query: LogQuery): AsyncIterable<readonly Commit[]>;
  /** Names of the tags that a commit contains, its own included. */
  mergedTags(commit: string): Promise<readonly string[]>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Contents of `revision:path` for each path that exists there, in one call. */
  files(revision: string, paths: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Opens a reader for many commits; it has to be closed. */
  snapshots(): Snapshots;
  /** Paths of all files below a folder at a revision. */
  list(revision: string, folder: string): Promise<readonly string[]>;
  /** Paths that differ from HEAD in index or working tree, untracked ones included. */
  changedPaths(): Promise<readonly string[]>;
  /** One value of git's configuration. */
  setting(name: string): Promise<string | undefined>;
}

/** Files and folders of many commits, read one after the other. */
export interface Snapshots {
  /** Object ids of files, and of folders where a path ends in `/`, at a commit. What does not exist is absent. */
  find(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Text of a file; of a folder the names in it, one a line, folders among them ending in `/`. */
  text(id: string): Promise<string>;
  close(): void;
}

/** The files of the working tree, as commands that write see them. Paths are relative to its top folder. */
export interface Workspace {
  /** Text of a file; absent when there is none. */
  read(path: string): Promise<string | undefined>;
  /** Replaces a file in one step, or makes it. A reader sees the old or the new text, never a part, even after a crash. */
  write(path: string, content: string | Uint8Array): Promise<void>;
}
