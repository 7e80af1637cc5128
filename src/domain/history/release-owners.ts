import type { Commit } from "../commit/commit.ts";

/** Number of what no release contains yet. Releases are numbered from 1 in the order the log tells them. */
export const UNRELEASED = 0;

/** Numbers of the releases that first contain a commit: of any kind, and the first stable one. */
export interface Owners {
  readonly any: number;
  readonly stable: number;
}

/**
 * Finds for each commit the releases that first contain it, while the log is being read. Commits must be told before
 * their parents. Only the edge of what was told is kept, so memory does not grow with the history.
 */
export interface ReleaseOwners {
  /** Tells the next commit, and the releases at it; answers the numbers of those it belongs to. */
  see(commit: Pick<Commit, "hash" | "parents">, here: Partial<Owners> | undefined): Owners;
  /** Whether commits of this release may still come. */
  isOpen(release: number): boolean;
}

const UNOWNED: Owners = { any: UNRELEASED, stable: UNRELEASED };

export function releaseOwners(start: string): ReleaseOwners {
  const pending = new Map<string, Owners>([[start, UNOWNED]]);
  const open: number[] = [2]; // by release: how often it stands at the edge
  const count = ({ any, stable }: Owners, change: number): void => {
    open[any] = (open[any] ?? 0) + change;
    open[stable] = (open[stable] ?? 0) + change;
  };
  return {
    see({ hash, parents }, here) {
      const known = pending.get(hash);
      const inherited = known ?? UNOWNED;
      const owners =
        here === undefined ? inherited : { any: here.any ?? inherited.any, stable: here.stable ?? inherited.stable };
      for (const parent of parents) {
        const before = pending.get(parent);
        const first = before === undefined ? owners : older(before, owners);
        if (first === before) continue;
        if (before !== undefined) count(before, -1);
        pending.set(parent, first);
        count(first, 1);
      }
      if (known !== undefined) count(known, -1);
      pending.delete(hash);
      return owners;
    },
    isOpen: (release) => (open[release] ?? 0) > 0,
  };
}

/** Of each kind the older release, whose number is the higher one: it has the commit already. */
function older(a: Owners, b: Owners): Owners {
  if (a.any >= b.any && a.stable >= b.stable) return a;
  return { any: Math.max(a.any, b.any), stable: Math.max(a.stable, b.stable) };
}
