import fc from "fast-check";
import { expect, test } from "vitest";
import { commitGraph, type GraphNode } from "./commit-graph.ts";
import { firstReleases } from "./first-releases.ts";
import { must } from "../../kernel/assert.ts";
import { versionOf } from "../version/version.ts";

/** Histories as git tells them, newest first: every commit has up to two parents among the older ones. */
const histories = fc
  .array(fc.array(fc.nat({ max: 40 }), { maxLength: 2 }), { minLength: 1, maxLength: 40 })
  .map((choices): GraphNode[] =>
    choices
      .map((parents, index) => ({
        hash: `c${index}`,
        parents: [...new Set(parents.map((parent) => parent % Math.max(index, 1)))]
          .filter((parent) => parent < index)
          .map((parent) => `c${parent}`),
        committedAt: index,
      }))
      .toReversed(),
  );

function ancestorsByDefinition(nodes: readonly GraphNode[], hash: string): Set<string> {
  const found = new Set([hash]);
  for (const next of found) for (const parent of nodes.find((node) => node.hash === next)!.parents) found.add(parent);
  return found;
}

test("[B-14] ancestry, ranges and children are what their definition says", () => {
  fc.assert(
    fc.property(histories, fc.nat(), fc.nat(), (nodes, first, second) => {
      const graph = commitGraph(nodes);
      const [a, b] = [nodes[first % nodes.length]!.hash, nodes[second % nodes.length]!.hash];
      const [ofA, ofB] = [ancestorsByDefinition(nodes, a), ancestorsByDefinition(nodes, b)];
      expect(graph.contains(a, b)).toBe(ofA.has(b));
      expect(graph.between([a], b)).toEqual(
        nodes.map(({ hash }) => hash).filter((hash) => ofB.has(hash) && !ofA.has(hash)),
      );
      expect(graph.children(a).toSorted()).toEqual(
        nodes
          .filter(({ parents }) => parents.includes(a))
          .map(({ hash }) => hash)
          .toSorted(),
      );
    }),
  );
});

test("[U-03] the first releases are those that hold the commit and no other release that holds it", () => {
  fc.assert(
    fc.property(histories, fc.nat(), fc.uniqueArray(fc.nat({ max: 39 }), { maxLength: 8 }), (nodes, at, tagged) => {
      const graph = commitGraph(nodes);
      const { hash } = nodes[at % nodes.length]!;
      const releases = tagged
        .filter((index) => index < nodes.length)
        .map((index) => ({
          version: must(versionOf(`1.0.${index}`), "a version"),
          tag: `v1.0.${index}`,
          commit: nodes[index]!.hash,
        }));
      const holding = releases.filter(({ commit }) => graph.contains(commit, hash));
      const expected = holding.filter(
        ({ commit }) => !holding.some((other) => other.commit !== commit && graph.contains(commit, other.commit)),
      );
      const found = firstReleases(graph, hash, releases);
      expect(found.map(({ tag }) => tag).toSorted()).toEqual(expected.map(({ tag }) => tag).toSorted());
    }),
  );
});
