import { compareVersions, type Version } from "../version/version.ts";

/** The part of a commit the search looks at. */
export interface Node {
  readonly hash: string;
  readonly parents: readonly string[];
}

/** A version some tag gives to a commit. */
export interface Release {
  readonly version: Version;
  readonly tag: string;
  readonly commit: string;
}

const REACHED = 1; // reachable from the newest commit
const RELEASED = 2; // reachable from a release, so no release found from here on can be the latest
const COVERED = 4; // reachable from the base: not part of the range
const SEEN = 8; // already told by the log; a commit that is reached and not seen is still to come

/**
 * Finds the release a history stands on, while the history is being read. Commits are told newest first, as git does.
 * The base is the highest version among the releases that no later release contains: a merged maintenance release does
 * not hide a higher one, and a numbering that was started anew is followed. Order of names never matters.
 */
export interface BaseSearch {
  /** Tells the next commit. */
  see(node: Node): void;
  /** Whether every commit still to come is contained in the base. */
  readonly done: boolean;
  readonly base: Release | undefined;
  /** Whether the commit was told and is not contained in the base. */
  inRange(hash: string): boolean;
}

export function searchBase(start: string, releasesAt: (hash: string) => readonly Release[]): BaseSearch {
  const flags = new Map<string, number>([[start, REACHED]]);
  const parents = new Map<string, readonly string[]>();
  let open = 1; // reached, neither seen nor covered
  let base: Release | undefined;

  function mark(hash: string, bits: number): void {
    const stack = [hash];
    while (stack.length > 0) {
      const next = stack.pop()!;
      const before = flags.get(next) ?? 0;
      const after = before | bits;
      if (after === before) continue;
      flags.set(next, after);
      open += Number(isOpen(after)) - Number(isOpen(before));
      if ((after & SEEN) !== 0) stack.push(...(parents.get(next) ?? []));
    }
  }

  function moveBase(release: Release): void {
    for (const [hash, bits] of flags) {
      if ((bits & COVERED) === 0) continue;
      flags.set(hash, bits & ~COVERED);
      open += Number(isOpen(bits & ~COVERED));
    }
    base = release;
    mark(release.commit, COVERED);
  }

  return {
    see({ hash, parents: ancestors }) {
      parents.set(hash, ancestors);
      const before = flags.get(hash) ?? REACHED;
      if (isOpen(before) && flags.has(hash)) open--;
      flags.set(hash, before | SEEN);
      if ((before & RELEASED) === 0) {
        for (const release of releasesAt(hash)) {
          flags.set(hash, flags.get(hash)! | RELEASED);
          if (base === undefined || compareVersions(release.version, base.version) > 0) moveBase(release);
        }
      }
      const inherited = flags.get(hash)! & (REACHED | RELEASED | COVERED);
      for (const parent of ancestors) mark(parent, inherited);
    },
    get done() {
      return open === 0;
    },
    get base() {
      return base;
    },
    inRange(hash) {
      const bits = flags.get(hash) ?? 0;
      return (bits & SEEN) !== 0 && (bits & COVERED) === 0;
    },
  };
}

function isOpen(bits: number): boolean {
  return (bits & REACHED) !== 0 && (bits & (SEEN | COVERED)) === 0;
}
