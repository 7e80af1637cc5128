import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../src/kernel/bytes.ts";
import { consistencyPlan, provesConsistency } from "../src/domain/merkle/consistency-proof.ts";
import { EMPTY_FRONTIER, frontierRoot, grow, type Frontier } from "../src/domain/merkle/frontier.ts";
import { inclusionPlan, provesInclusion } from "../src/domain/merkle/inclusion-proof.ts";
import type { ProofPlan } from "../src/domain/merkle/subtree.ts";
import {
  levelWidth,
  parseTilePath,
  rangeOfSubtree,
  TILE_WIDTH,
  tilePath,
  type TileRange,
} from "../src/domain/merkle/tile.ts";
import { edgeWidths, frontierOfEdge } from "../src/domain/merkle/tile-edge.ts";
import { foldSubtrees, fullSubtree, leafHash, nodeHash } from "../src/domain/merkle/tree-hash.ts";

const SIZE_MAX = 80;
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const LEAVES = Array.from({ length: SIZE_MAX }, (_, index) => leafHash(sha256, utf8(`entry ${index}`)));

/** The definitions of RFC 6962 section 2.1, word for word, as the second implementation. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0]!;
  const k = naiveSplit(leaves.length);
  const [left, right] = [naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))];
  return new Uint8Array(createHash("sha256").update(Uint8Array.of(1)).update(left).update(right).digest());
}

function naivePath(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = naiveSplit(leaves.length);
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

function naiveSubproof(m: number, leaves: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = naiveSplit(leaves.length);
  return m <= k
    ? [...naiveSubproof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveSubproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

function naiveSplit(length: number): number {
  let k = 1;
  while (2 * k < length) k *= 2;
  return k;
}

const ROOTS = Array.from({ length: SIZE_MAX + 1 }, (_, size) => naiveRoot(LEAVES.slice(0, size)));

function carryOut(plan: ProofPlan): Uint8Array[] {
  const nodeOf = ({ level, index }: { level: number; index: number }) =>
    fullSubtree(sha256, LEAVES.slice(index * 2 ** level, (index + 1) * 2 ** level));
  return plan.map((subtrees) => foldSubtrees(sha256, subtrees.map(nodeOf)));
}

function frontierOf(size: number): Frontier {
  return LEAVES.slice(0, size).reduce((frontier, leaf) => grow(sha256, frontier, leaf).frontier, EMPTY_FRONTIER);
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

test("hashes of the published test vectors", () => {
  expect(hex(frontierRoot(sha256, EMPTY_FRONTIER))).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  expect(hex(leafHash(sha256, new Uint8Array()))).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
  const leaf = leafHash(sha256, utf8("L123456"));
  expect(hex(leaf)).toBe("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  expect(hex(nodeHash(sha256, leaf, leaf))).toBe(hex(naiveRoot([leaf, leaf])));
});

describe(`[U-01] every tree of up to ${SIZE_MAX} entries agrees with the definitions of RFC 6962`, () => {
  test("roots", () => {
    for (let size = 0; size <= SIZE_MAX; size++)
      expect(hex(frontierRoot(sha256, frontierOf(size)))).toBe(hex(ROOTS[size]!));
  });

  test("inclusion proofs, which convince for their entry and for no other place, entry, size or root", () => {
    for (let size = 1; size <= SIZE_MAX; size++)
      for (let index = 0; index < size; index++) {
        const proof = carryOut(inclusionPlan(index, size));
        expect(proof.map(hex)).toEqual(naivePath(index, LEAVES.slice(0, size)).map(hex));
        const claim = { index, size, leaf: LEAVES[index]!, root: ROOTS[size]!, proof };
        expect(provesInclusion(sha256, claim)).toBe(true);
        expect(provesInclusion(sha256, { ...claim, index: index + 1 })).toBe(false);
        expect(provesInclusion(sha256, { ...claim, root: ROOTS[size - 1]! })).toBe(false);
        expect(provesInclusion(sha256, { ...claim, leaf: LEAVES[(index + 1) % SIZE_MAX]! })).toBe(false);
        expect(provesInclusion(sha256, { ...claim, proof: [...proof, LEAVES[0]!] })).toBe(false);
        // A tree of one entry has an empty proof, from which nothing can be taken.
        expect(provesInclusion(sha256, { ...claim, proof: proof.slice(1) })).toBe(size === 1);
      }
  });

  test("consistency proofs, which convince for their two trees and no others", () => {
    for (let size = 0; size <= SIZE_MAX; size++)
      for (let earlier = 0; earlier <= size; earlier++) {
        const proof = carryOut(consistencyPlan(earlier, size));
        const wanted = earlier === 0 ? [] : naiveSubproof(earlier, LEAVES.slice(0, size), true);
        expect(proof.map(hex)).toEqual(wanted.map(hex));
        const [before, after] = [
          { size: earlier, root: ROOTS[earlier]! },
          { size, root: ROOTS[size]! },
        ];
        expect(provesConsistency(sha256, { before, after, proof })).toBe(true);
        expect(provesConsistency(sha256, { before: { ...before, root: LEAVES[1]! }, after, proof })).toBe(false);
        expect(provesConsistency(sha256, { before, after, proof: [...proof, LEAVES[1]!] })).toBe(false);
        if (earlier === 0 || earlier === size) continue; // these have an empty proof
        expect(provesConsistency(sha256, { before, after: { ...after, root: LEAVES[1]! }, proof })).toBe(false);
        expect(provesConsistency(sha256, { before, after, proof: proof.slice(0, -1) })).toBe(false);
        expect(provesConsistency(sha256, { before: after, after: before, proof })).toBe(false);
      }
  });
});

test("[U-01] one bit changed anywhere in a proof makes it worthless", () => {
  const flips = fc.record({
    size: fc.integer({ min: 2, max: SIZE_MAX }),
    place: fc.nat(),
    which: fc.nat(),
    bit: fc.nat(255),
  });
  fc.assert(
    fc.property(flips, ({ size, place, which, bit }) => {
      const damage = (proof: Uint8Array[]) =>
        proof.map((each, at) => (at === which % proof.length ? flip(each, bit) : each));
      const index = place % size;
      const inclusion = damage(carryOut(inclusionPlan(index, size)));
      const [leaf, root] = [LEAVES[index]!, ROOTS[size]!];
      expect(provesInclusion(sha256, { index, size, leaf, root, proof: inclusion })).toBe(false);
      const earlier = 1 + (place % (size - 1));
      const proof = damage(carryOut(consistencyPlan(earlier, size)));
      const before = { size: earlier, root: ROOTS[earlier]! };
      expect(provesConsistency(sha256, { before, after: { size, root }, proof })).toBe(false);
    }),
  );
});

describe("tiles", () => {
  test("paths are those of the specification", () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
    expect(tilePath({ level: 2, index: 5, width: 7 })).toBe("tile/2/005.p/7");
    expect(tilePath({ level: "entries", index: 1000, width: 1 })).toBe("tile/entries/x001/000.p/1");
  });

  test("a path is read back, and only if it is written exactly so", () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant("entries" as const));
    const tile = fc.record({ level, index: fc.nat(2 ** 40), width: fc.integer({ min: 1, max: 256 }) });
    fc.assert(
      fc.property(tile, (each) => {
        expect(parseTilePath(tilePath(each))).toEqual(each);
      }),
    );
    for (const path of "tile/0/000.p/0 tile/0/000.p/256 tile/0/000.p/05 tile/0/x000/001 tile/00/001 tile/0/1 tile/0".split(
      " ",
    ))
      expect({ path, tile: parseTilePath(path) }).toEqual({ path, tile: undefined });
  });

  test("the hashes for every full subtree stand in one tile that the tree has", () => {
    const place = fc.record({
      size: fc.integer({ min: 1, max: 2 ** 40 }),
      level: fc.nat(40),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(place, ({ size, level, at }) => {
        const count = Math.floor(size / 2 ** level);
        fc.pre(count > 0);
        const index = Math.min(count - 1, Math.floor(at * count));
        const range: TileRange = rangeOfSubtree({ level, index }, size)!;
        expect(range.first + range.count).toBeLessThanOrEqual(range.tile.width);
        const unit = TILE_WIDTH ** (range.tile.level as number);
        expect((range.tile.index * TILE_WIDTH + range.first) * unit).toBe(index * 2 ** level);
        expect(range.count * unit).toBe(2 ** level);
      }),
    );
  });

  test("the unfinished tiles of a tree give its frontier", () => {
    const leaf = LEAVES[0]!;
    let frontier = EMPTY_FRONTIER;
    const rows: Uint8Array[][] = [];
    for (let size = 1; size <= 1100; size++) {
      const step = grow(sha256, frontier, leaf);
      frontier = step.frontier;
      for (let level = 0; 8 * level < step.completed.length; level++)
        (rows[level] ??= []).push(step.completed[8 * level]!);
      const edge = edgeWidths(size).map((width, level) => rows[level]!.slice(levelWidth(level, size) - width));
      expect(frontierOfEdge(sha256, edge)).toEqual(frontier);
    }
  });
});
