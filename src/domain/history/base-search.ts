import { compareVersions, type Version } from "../version/version.ts";
import { commitNumbers, type CommitNumbers, type Node } from "./commit-numbers.ts";

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
  /** A search for other releases that goes on from what this one was told so far. */
  branch(releasesAt: ReleasesAt): BaseSearch;
}

type ReleasesAt = (hash: string) => readonly Release[];

interface Progress {
  /** What is known of each commit, by its number. */
  readonly states: number[];
  /** Commits that are reached, neither seen nor covered. */
  open: number;
  base: Release | undefined;
}

export function searchBase(
  start: string,
  releasesAt: ReleasesAt,
  numbers: CommitNumbers = commitNumbers(),
): BaseSearch {
  const states: number[] = [];
  states[numbers.of(start)] = REACHED;
  return goOn({ states, open: 1, base: undefined }, releasesAt, numbers);
}

function goOn({ states, ...progress }: Progress, releasesAt: ReleasesAt, numbers: CommitNumbers): BaseSearch {
  let { open, base } = progress;

  function setState(commit: number, state: number): void {
    open += Number(isOpen(state)) - Number(isOpen(states[commit] ?? 0));
    states[commit] = state;
  }

  /** Adds marks to a commit and to everything that is already known behind it. */
  function spread(from: number, marks: number): void {
    const known = states[from] ?? 0;
    if ((known & SEEN) === 0) {
      if ((known | marks) !== known) setState(from, known | marks);
      return;
    }
    const stack = [from];
    for (let commit = stack.pop(); commit !== undefined; commit = stack.pop()) {
      const before = states[commit] ?? 0;
      if ((before | marks) === before) continue;
      setState(commit, before | marks);
      if ((before & SEEN) !== 0) stack.push(...numbers.parents(commit));
    }
  }

  function moveBase(release: Release): void {
    const known = base === undefined ? 0 : states.length; // without a base nothing is covered
    for (let commit = 0; commit < known; commit++) {
      const state = states[commit] ?? 0;
      if ((state & COVERED) !== 0) setState(commit, state & ~COVERED);
    }
    base = release;
    spread(numbers.of(release.commit), COVERED);
  }

  return {
    see(node) {
      const commit = numbers.add(node);
      setState(commit, (states[commit] ?? 0) | REACHED | SEEN);
      if ((states[commit]! & RELEASED) === 0) {
        for (const release of releasesAt(node.hash)) {
          states[commit]! |= RELEASED;
          if (base === undefined || compareVersions(release.version, base.version) > 0) moveBase(release);
        }
      }
      const inherited = states[commit]! & (REACHED | RELEASED | COVERED);
      for (const parent of numbers.parents(commit)) spread(parent, inherited);
    },
    get done() {
      return open === 0;
    },
    get base() {
      return base;
    },
    inRange(hash) {
      const state = states[numbers.of(hash)] ?? 0;
      return (state & SEEN) !== 0 && (state & COVERED) === 0;
    },
    branch: (others) => goOn({ states: states.slice(), open, base }, others, numbers),
  };
}

function isOpen(state: number): boolean {
  return (state & REACHED) !== 0 && (state & (SEEN | COVERED)) === 0;
}
