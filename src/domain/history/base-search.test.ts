import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVersions, versionOf } from "../version/version.ts";
import { searchBase, type Release } from "./base-search.ts";
import type { Node } from "./commit-numbers.ts";

/** A history written as `child: parents`, newest first, with tags as `hash=version`. */
function search(history: readonly string[], tags: readonly string[]) {
  const nodes = history.map((line): Node => {
    const [hash, parents] = line.split(":");
    return { hash: hash!.trim(), parents: parents!.trim() === "" ? [] : parents!.trim().split(" ") };
  });
  const releases = tags.map((tag): Release => {
    const [commit, version] = tag.split("=");
    return { commit: commit!, tag: `v${version}`, version: versionOf(version!)! };
  });
  const found = searchBase(nodes[0]!.hash, (hash) => releases.filter((release) => release.commit === hash));
  let told = 0;
  for (const node of nodes) {
    if (found.done) break;
    found.see(node);
    told++;
  }
  return { base: found.base?.tag, range: nodes.map(({ hash }) => hash).filter((hash) => found.inRange(hash)), told };
}

describe("where a history stands", () => {
  test("the nearest release on a straight line, and no commit is read beyond it", () => {
    expect(search(["d: c", "c: b", "b: a", "a:"], ["b=1.0.0"])).toEqual({ base: "v1.0.0", range: ["d", "c"], told: 3 });
  });

  test("names never decide: a higher number further back is not the current version", () => {
    expect(search(["d: c", "c: b", "b: a", "a:"], ["a=2014.7.1", "c=1.0.0"])).toMatchObject({
      base: "v1.0.0",
      range: ["d"],
    });
  });

  test("a merged maintenance release does not hide the higher release of the line", () => {
    const history = ["e: d m", "m: b", "d: c", "c: b", "b: a", "a:"];
    expect(search(history, ["b=1.0.0", "m=1.0.1", "c=2.0.0"])).toMatchObject({
      base: "v2.0.0",
      range: ["e", "m", "d"],
    });
  });

  test("both sides of a merge count", () => {
    expect(search(["e: d f", "f: b", "d: c", "c: b", "b: a", "a:"], ["c=1.0.0"])).toMatchObject({
      range: ["e", "f", "d"],
    });
  });

  test("two releases at one commit: the higher one", () => {
    expect(search(["b: a", "a:"], ["a=1.0.0", "a=1.1.0"])).toMatchObject({ base: "v1.1.0" });
  });

  test("without any release everything counts", () => {
    expect(search(["b: a", "a:"], [])).toEqual({ base: undefined, range: ["b", "a"], told: 2 });
  });

  test("a clock that stepped back: a parent told before its child is still contained", () => {
    expect(search(["d: c", "a:", "c: b", "b: a"], ["b=1.0.0"])).toMatchObject({ base: "v1.0.0", range: ["d", "c"] });
  });
});

test("agrees with reachability computed by brute force on any history", () => {
  fc.assert(
    fc.property(arbitraryHistory(), ({ nodes, releases }) => {
      const found = searchBase(nodes[0]!.hash, (hash) => releases.filter((release) => release.commit === hash));
      for (const node of nodes) {
        if (found.done) break;
        found.see(node);
      }
      const expected = bruteForce(nodes, releases);
      expect(found.base?.tag).toBe(expected.base?.tag);
      expect(nodes.map(({ hash }) => hash).filter((hash) => found.inRange(hash))).toEqual(expected.range);
    }),
    { numRuns: 500 },
  );
});

test("a search that leaves one without releases at its first release finds the same", () => {
  fc.assert(
    fc.property(arbitraryHistory(), ({ nodes, releases }) => {
      const releasesAt = (hash: string): Release[] => releases.filter((release) => release.commit === hash);
      const trunk = searchBase(nodes[0]!.hash, () => []);
      let found = trunk;
      for (const node of nodes) {
        if (found.done) break;
        if (found === trunk && releasesAt(node.hash).length > 0) found = trunk.branch(releasesAt);
        if (found !== trunk) found.see(node);
        trunk.see(node);
      }
      const expected = bruteForce(nodes, releases);
      expect(found.base?.tag).toBe(expected.base?.tag);
      expect(nodes.map(({ hash }) => hash).filter((hash) => found.inRange(hash))).toEqual(expected.range);
    }),
    { numRuns: 500 },
  );
});

function arbitraryHistory() {
  const size = fc.integer({ min: 1, max: 14 });
  return size.chain((count) =>
    fc
      .record({
        links: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 2 }), {
          minLength: count,
          maxLength: count,
        }),
        tagged: fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: 5 }), fc.nat({ max: 2 })), {
          maxLength: 4,
        }),
      })
      .map(({ links, tagged }) => ({
        nodes: reachable(
          links.map((steps, index): Node => ({
            hash: `c${index}`,
            parents: [...new Set(steps.map((step) => index + 1 + step).filter((parent) => parent < count))].map(
              (parent) => `c${parent}`,
            ),
          })),
        ),
        releases: tagged.map(([at, major, minor], index): Release => ({
          commit: `c${at}`,
          tag: `t${index}`,
          version: { major, minor, patch: index, prerelease: [], build: [] },
        })),
      })),
  );
}

/** A log holds only what its first commit reaches. */
function reachable(nodes: readonly Node[]): Node[] {
  const seen = ancestorsOf(nodes, nodes[0]!.hash);
  return nodes.filter(({ hash }) => seen.has(hash));
}

function ancestorsOf(nodes: readonly Node[], start: string): Set<string> {
  const byHash = new Map(nodes.map((node) => [node.hash, node]));
  const seen = new Set([start]);
  for (const hash of seen) for (const parent of byHash.get(hash)?.parents ?? []) seen.add(parent);
  return seen;
}

function bruteForce(nodes: readonly Node[], releases: readonly Release[]) {
  const present = releases.filter((release) => nodes.some(({ hash }) => hash === release.commit));
  const latest = present.filter(
    (release) =>
      !present.some((other) => other.commit !== release.commit && ancestorsOf(nodes, other.commit).has(release.commit)),
  );
  const base = latest.toSorted((a, b) => compareVersions(b.version, a.version))[0];
  const covered = base === undefined ? new Set<string>() : ancestorsOf(nodes, base.commit);
  return { base, range: nodes.map(({ hash }) => hash).filter((hash) => !covered.has(hash)) };
}
