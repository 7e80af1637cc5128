import { must } from "../../kernel/assert.ts";

export interface GraphNode {
  readonly hash: string;
  readonly parents: readonly string[];
  /** Unix seconds. */
  readonly committedAt: number;
}

/** Who descends from whom, without messages: small enough to hold a whole history and answer in memory. */
export interface CommitGraph {
  has(hash: string): boolean;
  parents(hash: string): readonly string[];
  committedAt(hash: string): number;
  /** Whether `ancestor` is `tip` or reachable from it. */
  contains(tip: string, ancestor: string): boolean;
  /** Commits reachable from `to` and from none of `not`, in the order the graph was told (newest first). */
  between(not: readonly string[], to: string): string[];
  /** Commits that have this one as a parent. */
  children(hash: string): readonly string[];
  /** The first-parent line from a commit back to the root: what happened on the branch itself. */
  firstParents(tip: string): Generator<string, void>;
}

const CACHED_MAX = 64; // sets of reachable commits kept, one byte per commit each

/** Every commit must be told, parents included. Linear in the number of commits; answers cost at most one walk. */
export function commitGraph(nodes: readonly GraphNode[]): CommitGraph {
  const ids = new Map(nodes.map(({ hash }, id) => [hash, id]));
  const parentsOf = nodes.map(({ parents }) => parents.flatMap((parent) => ids.get(parent) ?? []));
  let childrenOf: number[][] | undefined; // only looking forward needs them
  const cache = new Map<string, Uint8Array>();
  const idOf = (hash: string): number => must(ids.get(hash), `commit ${hash} is in the graph`);

  function reachable(tip: string): Uint8Array {
    const known = cache.get(tip);
    if (known !== undefined) return known;
    const reached = new Uint8Array(nodes.length);
    walk(idOf(tip), reached);
    if (cache.size >= CACHED_MAX) cache.clear();
    cache.set(tip, reached);
    return reached;
  }

  /** Marks everything reachable from a commit that is not marked yet; returns what was new. */
  function walk(start: number, marks: Uint8Array): number[] {
    const found: number[] = [];
    const stack = [start];
    while (stack.length > 0) {
      const id = stack.pop()!;
      if (marks[id] !== 0) continue;
      marks[id] = 1;
      found.push(id);
      stack.push(...parentsOf[id]!);
    }
    return found;
  }

  return {
    has: (hash) => ids.has(hash),
    parents: (hash) => nodes[idOf(hash)]!.parents,
    committedAt: (hash) => nodes[idOf(hash)]!.committedAt,
    contains: (tip, ancestor) => reachable(tip)[idOf(ancestor)] === 1,
    between(not, to) {
      const [first, ...rest] = not;
      const marks = first === undefined ? new Uint8Array(nodes.length) : reachable(first).slice();
      for (const hash of rest) walk(idOf(hash), marks);
      return walk(idOf(to), marks)
        .toSorted((a, b) => a - b)
        .map((id) => nodes[id]!.hash);
    },
    children(hash) {
      childrenOf ??= invert(parentsOf);
      return childrenOf[idOf(hash)]!.map((id) => nodes[id]!.hash);
    },
    *firstParents(tip) {
      for (let id: number | undefined = idOf(tip); id !== undefined; id = parentsOf[id]![0]) yield nodes[id]!.hash;
    },
  };
}

function invert(parentsOf: readonly (readonly number[])[]): number[][] {
  const childrenOf: number[][] = parentsOf.map(() => []);
  for (const [id, parents] of parentsOf.entries()) for (const parent of parents) childrenOf[parent]!.push(id);
  return childrenOf;
}
