import type { Commit } from "../commit/commit.ts";

/** Number of what no release contains yet. Releases are numbered from 1 in the order the log tells them. */
export const UNRELEASED = 0;

/**
 * Finds for each commit the release that first contains it, while the log is being read. Commits must be told before
 * their parents. Only the edge of what was told is kept, so memory does not grow with the history.
 */
export interface ReleaseOwners {
  /** Tells the next commit, and the release at it; answers the number of the release it belongs to. */
  see(commit: Pick<Commit, "hash" | "parents">, release: number | undefined): number;
  /** Whether commits of this release may still come. */
  isOpen(release: number): boolean;
}

export function releaseOwners(start: string): ReleaseOwners {
  const pending = new Map<string, number>([[start, UNRELEASED]]);
  const open = new Map<number, number>([[UNRELEASED, 1]]);
  const count = (release: number, change: number): void => {
    open.set(release, (open.get(release) ?? 0) + change);
  };
  return {
    see({ hash, parents }, release) {
      const inherited = pending.get(hash) ?? UNRELEASED;
      if (pending.delete(hash)) count(inherited, -1);
      const owner = release ?? inherited;
      for (const parent of parents) {
        const before = pending.get(parent);
        if (before !== undefined && before >= owner) continue; // an older release has it already
        if (before !== undefined) count(before, -1);
        pending.set(parent, owner);
        count(owner, 1);
      }
      return owner;
    },
    isOpen: (release) => (open.get(release) ?? 0) > 0,
  };
}
