import fc from "fast-check";
import type { Version } from "./version.ts";

const number = fc.oneof(fc.nat({ max: 3 }), fc.nat());
const word = fc.stringMatching(/^[A-Za-z-][0-9A-Za-z-]{0,4}$/);
const identifier = fc.oneof(number, word, fc.constantFrom("alpha", "beta", "rc"));

/** Any version that Semantic Versioning allows, with small numbers often so that comparisons meet. */
export function arbitraryVersion(): fc.Arbitrary<Version> {
  return fc.record({
    major: number,
    minor: number,
    patch: number,
    prerelease: fc.oneof(fc.constant([]), fc.array(identifier, { maxLength: 3 })),
    build: fc.oneof(fc.constant([]), fc.array(fc.stringMatching(/^[0-9A-Za-z-]{1,4}$/), { maxLength: 2 })),
  });
}

export function arbitraryReleasedVersion(): fc.Arbitrary<Version> {
  return arbitraryVersion().map((version) => ({ ...version, prerelease: [], build: [] }));
}
