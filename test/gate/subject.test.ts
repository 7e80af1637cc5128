import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changedFacets,
  coveredBy,
  facetDigest,
  FACETS,
  subjectDigest,
  type Subject,
} from "../../src/domain/subject/subject.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const subjects = fc.record(Object.fromEntries(FACETS.map((facet) => [facet, fc.constantFrom("a", "b", "c")])), {
  requiredKeys: [],
}) as fc.Arbitrary<Subject>;

test("[A-09] two subjects have one digest exactly when every facet is the same", () => {
  fc.assert(
    fc.property(subjects, subjects, (one, other) => {
      const same = changedFacets(one, other).length === 0 && changedFacets(other, one).length === 0;
      expect(subjectDigest(one, sha256) === subjectDigest(other, sha256)).toBe(same);
    }),
    { numRuns: 2000 },
  );
});

test("[A-09] the digest is that of a text anybody can write: `printf %s TEXT | sha256sum`", () => {
  const text = '{"facets":{"notes":"sha256:2","source":"sha256:1"},"type":"slipway/subject","version":1}';
  const subject = { source: "sha256:1", notes: "sha256:2" };
  expect(subjectDigest(subject, sha256)).toBe(`sha256:${sha256(text)}`);
});

test("[A-09] a value as one facet never has the digest it has as another", () => {
  const digests = FACETS.map((facet) => facetDigest(facet, { base: "1.4.2", plan: [] }, sha256));
  expect(new Set(digests).size).toBe(FACETS.length);
});

test("[A-09] before packaging signatures cover the source, and stand when something else changes", () => {
  const before = { source: "s", notes: "n" };
  expect(coveredBy("before-packaging", before)).toEqual({ source: "s" });
  expect(changedFacets(coveredBy("before-packaging", before), { ...before, notes: "other" })).toEqual([]);
  expect(changedFacets(coveredBy("after-packaging", before), { ...before, notes: "other" })).toEqual(["notes"]);
  expect(changedFacets(before, { source: "s" })).toEqual(["notes"]);
});
