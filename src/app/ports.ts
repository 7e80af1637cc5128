import type { Commit } from "../domain/commit/commit.ts";
import type { TagObject } from "../domain/tag/tag-object.ts";
import type { ApiDifference } from "../domain/api/difference.ts";
import type { CommitGraph } from "../domain/history/commit-graph.ts";

/** A tag as git lists it. `object` is the tag object of an annotated tag, otherwise the commit itself. */
export interface Tag {
  readonly name: string;
  readonly object: string;
  readonly commit: string;
}

/** All tags of a repository. Whoever looks for a few of them need not read them all. */
export interface TagList extends Iterable<Tag> {
  readonly tags: readonly Tag[];
  named(name: string): Tag | undefined;
  /** In the order of git's list. */
  at(commit: string): readonly Tag[];
  /** Whether there are names that start with `folder/`. */
  hasBelow(folder: string): boolean;
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
  /** Newest commit of the log, or several: then the log holds what any of them contains. */
  readonly to: string | readonly string[];
  /** Leave out everything reachable from these commits. */
  readonly not?: readonly string[];
  /** Also tell which paths each commit touches. */
  readonly paths?: boolean;
  /** With `paths`: what a merge changes against its first parent counts as touched by it. */
  readonly mergePaths?: boolean;
  /** Tell every commit before its parents, whatever their dates say. */
  readonly childrenFirst?: boolean;
}

/** Read access to one git repository. */
export interface Repository {
  state(): Promise<RepositoryState>;
  /** Full hash of the commit a revision names. Error `unknown-revision` when there is none. */
  resolve(revision: string): Promise<string>;
  tags(): Promise<TagList>;
  /** Commits reachable from `to`, newest first, in batches; breaking out of the loop ends git. */
  log(query: LogQuery): AsyncIterable<readonly Commit[]>;
  /** Names of the tags that a commit contains, its own included. */
  mergedTags(commit: string): Promise<readonly string[]>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Contents of `revision:path` for each path that exists there, in one call. */
  files(revision: string, paths: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** The reader for many commits. */
  snapshots(): Snapshots;
  /** Paths of all files below a folder at a revision; `""` is the top of the repository. */
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
}

/** A branch as git lists it. */
export interface BranchRef {
  /** Without the name of the remote: `release/1.2.0`. */
  readonly name: string;
  /** Name of the remote a remote-tracking branch belongs to; `null` for a local branch. */
  readonly remote: string | null;
  readonly tip: string;
  /** Unix seconds of the commit at the tip. */
  readonly committedAt: number;
  /** Short name of the branch a local one follows. */
  readonly upstream: string | null;
}

/** An annotated tag has a tagger and a message; a light one is a mere name of a commit. */
export interface TagDetails {
  readonly object: string;
  readonly annotated: boolean;
  readonly signed: boolean;
  readonly tagger: string | null;
  /** Unix seconds at which the tag was set; `null` for a light tag. */
  readonly taggedAt: number | null;
  readonly subject: string | null;
}

/** Read access to branches and to what their commits change. */
export interface BranchReader {
  branches(): Promise<readonly BranchRef[]>;
  /** Every commit that a branch, a tag or HEAD leads to. */
  graph(): Promise<CommitGraph>;
  /** The patch id of each of these commits that changes something; merges have none. */
  patchIds(commits: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The patch id of everything that changed from one commit to another; absent when nothing did. */
  patchIdBetween(from: string, to: string): Promise<string | undefined>;
  /** Paths that differ between two commits. */
  changedBetween(from: string, to: string): Promise<readonly string[]>;
  /** Commits of any branch or tag whose message holds the text, newest first. */
  mentioning(text: string): Promise<readonly Commit[]>;
  tagDetails(name: string): Promise<TagDetails>;
  /** Object name of the tree of a commit: equal trees are equal files. */
  treeOf(commit: string): Promise<string>;
}

export interface BranchWriter {
  /** Makes a branch and leaves the working tree alone. A branch of that name is never moved. */
  create(name: string, commit: string): Promise<void>;
}

/** The files of the working tree, as commands that write see them. Paths are relative to its top folder. */
export interface Workspace {
  /** Text of a file; absent when there is none. */
  read(path: string): Promise<string | undefined>;
  /** Replaces a file in one step, or makes it. A reader sees the old or the new text, never a part, even after a crash. */
  write(path: string, content: string | Uint8Array): Promise<void>;
}

export interface NewTag {
  readonly name: string;
  readonly commit: string;
  readonly message: string;
  /** Sign it with the key of git's own configuration (`gpg.format`, `user.signingKey`). */
  readonly sign: boolean;
}

/** What git says about a signature. */
export interface SignatureCheck {
  readonly holds: boolean;
  /** Who signed, with which key, in git's words; git's complaint when it does not hold. */
  readonly says: string;
}

/** The tag objects of the repository, and the tags of its remotes. */
export interface TagReader {
  /** Contents of tag objects by object id; ids of anything else are absent. */
  read(objects: readonly string[]): Promise<ReadonlyMap<string, TagObject>>;
  verify(object: string): Promise<SignatureCheck>;
  /** When each tag was made, or the commit of a lightweight one, in Unix seconds, by name. */
  createdAt(): Promise<ReadonlyMap<string, number>>;
  /** Asks a remote over the network. Object of each tag by name. */
  remote(name: string): Promise<ReadonlyMap<string, string>>;
}

/** Writes commits and tags. Refusals of git (no identity, no key, a hook) are problems that say what to do. */
export interface RepositoryWriter {
  /** The same writer, whose commits and tags carry this time (Unix seconds): equal input gives equal object ids. */
  at(time: number): RepositoryWriter;
  /** Makes an annotated tag and returns its object id. A tag of that name is never moved. */
  tag(tag: NewTag): Promise<string>;
  /** Takes back a tag this program just made, unless it holds another object by now. */
  removeTag(name: string, object: string): Promise<void>;
  /** Commits these paths as they stand in the working tree, and nothing else. Returns the commit. */
  commit(paths: readonly string[], message: string): Promise<string>;
}

/** What time it is. */
export interface Clock {
  /** Unix seconds. */
  now(): number;
}

/** The files of the repository at one revision, named for people by `name`. */
export interface ApiRevision {
  readonly name: string;
  /** Text of a file; absent when there is none. */
  read(path: string): Promise<string | undefined>;
}

/** Compares an API description at two revisions, at both of which it exists. A broken one is an `input` problem. */
export type CompareApi = (path: string, before: ApiRevision, after: ApiRevision) => Promise<readonly ApiDifference[]>;

export interface CheckRun {
  /** A line for the shell. */
  readonly command: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** How a command ended; of long output only the end is kept. */
export interface CheckResult {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export type RunCheck = (run: CheckRun) => Promise<CheckResult>;

/** The programs Slipway runs on, and what runs that were killed left behind. */
export interface Installation {
  /** For example `2.47.3`. */
  gitVersion(): Promise<string>;
  readonly nodeVersion: string;
  /** Temporary files of ours in a git folder. */
  leftovers(gitFolder: string): Promise<readonly { readonly path: string; readonly ageSeconds: number }[]>;
}
