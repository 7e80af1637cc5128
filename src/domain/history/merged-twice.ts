import { firstLine, type Commit } from "../commit/commit.ts";

/** Told every commit, newest first, it knows which of them repeat an older one. */
export interface MergedTwice {
  see(commit: Commit): void;
  has(hash: string): boolean;
}

/** A pull request that is merged twice leaves a commit without files the second time: it counts where the first one does. */
export function mergedTwice(): MergedTwice {
  const empty = new Map<string, string[]>();
  const repeating = new Set<string>();
  return {
    see({ hash, parents, message, paths = [] }) {
      const isEmpty = paths.length === 0 && parents.length === 1;
      if (!isEmpty && empty.size === 0) return;
      const header = firstLine(message);
      for (const newer of empty.get(header) ?? []) repeating.add(newer);
      if (isEmpty) empty.set(header, [...(empty.get(header) ?? []), hash]);
    },
    has: (hash) => repeating.has(hash),
  };
}
