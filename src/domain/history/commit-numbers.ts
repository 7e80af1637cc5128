/** The part of a commit that makes the shape of a history. */
export interface Node {
  readonly hash: string;
  readonly parents: readonly string[];
}

/** Small numbers for commits, given in the order in which they are met, so that searches can keep their state in lists. */
export interface CommitNumbers {
  /** The number of a commit; a new one when it is met for the first time. */
  of(hash: string): number;
  /** Notes the parents of a commit and returns its number. */
  add(node: Node): number;
  /** Numbers of the parents; empty until the commit was added. */
  parents(number: number): readonly number[];
}

const NONE: readonly number[] = [];

export function commitNumbers(): CommitNumbers {
  const numbers = new Map<string, number>();
  const parents: (readonly number[] | undefined)[] = [];
  let last: { readonly node: Node; readonly number: number } | undefined;
  function of(hash: string): number {
    const known = numbers.get(hash);
    if (known !== undefined) return known;
    numbers.set(hash, numbers.size);
    return numbers.size - 1;
  }
  return {
    of,
    add(node) {
      if (last?.node === node) return last.number; // many searches are told the same commit, one after the other
      const number = of(node.hash);
      parents[number] ??= node.parents.map((parent) => of(parent));
      last = { node, number };
      return number;
    },
    parents: (number) => parents[number] ?? NONE,
  };
}
