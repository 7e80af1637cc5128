import fc from "fast-check";
import semver from "semver";
import { expect, test } from "vitest";
import { BUMPS, bumpBetween, bumpVersion, effectiveBump, highestBump } from "./bump.ts";
import { arbitraryReleasedVersion } from "./version.arbitrary.ts";
import { compareVersions, formatVersion, versionOf } from "./version.ts";

const released = arbitraryReleasedVersion();
const realBump = fc.constantFrom("major" as const, "minor" as const, "patch" as const);

test("[V-02, V-03, V-04] a bump moves the version as the semver library does", () => {
  fc.assert(
    fc.property(released, realBump, (version, bump) => {
      expect(formatVersion(bumpVersion(version, bump))).toBe(semver.inc(formatVersion(version), bump));
    }),
  );
});

test("[V-02, V-03, V-04] the bump between a version and its bumped self is that bump", () => {
  fc.assert(
    fc.property(released, realBump, (version, bump) => {
      const next = bumpVersion(version, bump);
      expect(bumpBetween(version, next)).toBe(bump);
      expect(bumpBetween(next, version)).toBe("none");
      expect(compareVersions(next, version)).toBeGreaterThan(0);
    }),
  );
});

test("[V-05] the highest bump of a set does not depend on its order", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...BUMPS)), (bumps) => {
      expect(highestBump(bumps.toReversed())).toBe(highestBump(bumps));
    }),
  );
});

test.each([
  ["semver", "major", "major"],
  ["breaking-is-minor", "major", "minor"],
  ["breaking-is-minor", "minor", "minor"],
  ["feature-is-patch", "major", "minor"],
  ["feature-is-patch", "minor", "patch"],
  ["feature-is-patch", "patch", "patch"],
  ["only-feature-is-patch", "major", "major"],
  ["only-feature-is-patch", "minor", "patch"],
] as const)("[V-08] below 1.0.0 %s makes a %s bump %s, from 1.0.0 on it changes nothing", (zero, bump, effective) => {
  expect(effectiveBump(bump, versionOf("0.4.2")!, zero)).toBe(effective);
  expect(effectiveBump(bump, versionOf("1.0.0")!, zero)).toBe(bump);
});
