import type { ReleasePlan } from "./scope-state.ts";

/** Ids of items: `original` is what the freeze closed over, or what is aimed at the release while there was none. */
export interface ScopeHistory {
  readonly original: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly deferred: readonly string[];
}

/** What came and went. A change by request is one of a frozen scope: before the freeze there are none. */
export function scopeHistory({ moves }: ReleasePlan): ScopeHistory {
  const original = new Set<string>();
  const added = new Set<string>();
  const removed = new Set<string>();
  const deferred = new Set<string>();
  for (const { item, move, request } of moves) {
    const isLate = request !== null;
    if (move === "targeted" || move === "arrived") {
      removed.delete(item);
      deferred.delete(item);
      if (!original.has(item)) (isLate ? added : original).add(item);
      continue;
    }
    (move === "removed" ? removed : deferred).add(item);
    if (!isLate) original.delete(item);
  }
  return { original: [...original], added: [...added], removed: [...removed], deferred: [...deferred] };
}
