/** A folder in which somebody has files of the repository. */
export interface Checkout {
  readonly folder: string;
  /** Short name of the branch that is checked out there; `null` when HEAD is detached. */
  readonly branch: string | null;
}

/** Two commits brought together: the tree of both, or the files in which they contradict each other. */
export type Merged = { readonly tree: string } | { readonly conflicts: readonly string[] };

export interface NewMerge {
  readonly tree: string;
  /** The line that goes on comes first. */
  readonly parents: readonly [string, string];
  readonly message: string;
  /** Unix seconds; equal input gives equal object ids. */
  readonly time: number;
}

/** A branch or tag that is going to be at a remote: full names, `refs/heads/main`. */
export interface PushedRef {
  readonly name: string;
  readonly object: string;
}

/**
 * Lines of releases: branches, the folders they are checked out in, merges between them, and the same lines at a remote.
 * A branch is only ever moved from the commit it was seen at.
 */
export interface Lines {
  /** Commit at the tip of a local branch; absent when there is no such branch. */
  tip(branch: string): Promise<string | undefined>;
  /** Folders that exist, the one of the repository first; a bare repository has no files and is left out. */
  checkouts(): Promise<readonly Checkout[]>;
  /** Where Slipway's own checkout for this name is or would be, in the git folder that all checkouts share. */
  ownFolder(name: string): Promise<string>;
  /** Makes a checkout of a branch, or of a commit without a branch. */
  checkOut(folder: string, at: { readonly branch: string } | { readonly commit: string }): Promise<void>;
  /** Checks a branch out in a checkout that has none; false when its files cannot follow. */
  takeBranch(folder: string, branch: string): Promise<boolean>;
  /** Leaves the branch of a checkout to others, its files as they are; one in which something is not committed keeps it. */
  leaveBranch(folder: string): Promise<void>;
  /** Removes a checkout with everything in it; nothing happens where there is none. */
  removeCheckout(folder: string): Promise<void>;
  /** Merges in memory. Two commits without a common past are a problem. */
  merge(into: string, from: string): Promise<Merged>;
  commitMerge(merge: NewMerge): Promise<string>;
  /** The commit among those a line gained since `from` that has `from` as a parent; absent: it was taken without a merge. */
  mergeOf(from: string, line: string): Promise<string | undefined>;
  /** Moves a branch that is checked out nowhere. False when it is no longer at `from`. */
  moveBranch(branch: string, from: string, to: string): Promise<boolean>;
  /** Moves the branch of a checkout and its files forward. Files somebody changed there are a problem, and nothing moves. */
  fastForward(folder: string, to: string): Promise<void>;
  /** The newest commit both contain; absent when they have no common past. */
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Commits of `to` that `from` lacks, newest first, without merges. */
  gained(from: string, to: string): Promise<readonly { readonly hash: string; readonly subject: string }[]>;
  hasRemote(remote: string): Promise<boolean>;
  /** Objects of these refs at the remote, asked over the network. What it does not have is absent. */
  remoteRefs(remote: string, names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** Sends refs without ever overwriting what the remote has; a refusal is a problem in the remote's words. */
  push(remote: string, refs: readonly PushedRef[], signal?: AbortSignal): Promise<void>;
}
