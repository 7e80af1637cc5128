import type { Commit } from "../../domain/commit/commit.ts";
import type { Repository, Tag } from "../ports.ts";

const BATCH = 64;

/** A history held in memory, which answers the same questions as the repository it was read from. */
export interface MemoryHistory {
  readonly repository: Repository;
  commit(hash: string): Commit | undefined;
  /** The hashes that begin with these seven characters. */
  startingWith(short: string): readonly string[];
  /** Place of a commit in the log: smaller is newer, and every ancestor has a larger one. */
  position(hash: string): number;
}

/** Reads everything that the given commits contain with one `git log`, and the paths, which are evidence. */
export async function readMemoryHistory(
  repository: Repository,
  starts: readonly string[],
  tags: readonly Tag[],
): Promise<MemoryHistory> {
  const commits = new Map<string, Commit>();
  const positions = new Map<string, number>();
  for await (const batch of repository.log({ to: starts, paths: true, mergePaths: true, childrenFirst: true })) {
    for (const commit of batch) {
      positions.set(commit.hash, positions.size);
      commits.set(commit.hash, commit);
    }
  }
  const position = (hash: string): number => positions.get(hash) ?? Infinity;
  const parentsOf = (hash: string): readonly string[] =>
    commits.get(hash)?.parents.filter((parent) => commits.has(parent)) ?? [];
  let prefixes: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    startingWith(short) {
      prefixes ??= Map.groupBy(commits.keys(), (hash) => hash.slice(0, 7));
      return prefixes.get(short) ?? [];
    },
    commit: (hash) => commits.get(hash),
    position,
    repository: {
      ...repository,
      // eslint-disable-next-line typescript/require-await -- the port is asynchronous, memory is not
      async *log({ to }) {
        let batch: Commit[] = [];
        for (const hash of walk(typeof to === "string" ? [to] : to, parentsOf, position)) {
          batch.push(commits.get(hash)!);
          if (batch.length < BATCH) continue;
          yield batch;
          batch = [];
        }
        yield batch;
      },
      isAncestor: async (ancestor, descendant) => {
        const last = position(ancestor);
        if (last < position(descendant)) return false;
        for (const hash of walk([descendant], parentsOf, position)) {
          if (hash === ancestor) return true;
          if (position(hash) > last) return false;
        }
        return false;
      },
      mergedTags: async (commit) => {
        const contained = new Set(walk([commit], parentsOf, position));
        return tags.filter((tag) => contained.has(tag.commit)).map(({ name }) => name);
      },
    },
  };
}

/** Ancestors and the commits themselves in the order of the log, by a heap of positions. */
function* walk(
  starts: readonly string[],
  parentsOf: (hash: string) => readonly string[],
  position: (hash: string) => number,
): Generator<string> {
  const seen = new Set(starts);
  const heap: { hash: string; at: number }[] = [];
  for (const hash of seen) push(heap, { hash, at: position(hash) });
  for (let next = pop(heap); next !== undefined; next = pop(heap)) {
    yield next.hash;
    for (const parent of parentsOf(next.hash)) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      push(heap, { hash: parent, at: position(parent) });
    }
  }
}

interface Placed {
  readonly at: number;
}

function push<T extends Placed>(heap: T[], item: T): void {
  let index = heap.push(item) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (heap[parent]!.at <= item.at) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = item;
}

function pop<T extends Placed>(heap: T[]): T | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && heap[right]!.at < heap[left]!.at ? right : left;
    if (heap[child]!.at >= last.at) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
  return top;
}
