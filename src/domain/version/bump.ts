import { releaseOf, type Version } from "./version.ts";

/** How much a change or a set of changes moves the version, smallest first. */
export const BUMPS = ["none", "patch", "minor", "major"] as const;
export type Bump = (typeof BUMPS)[number];

/**
 * What the numbers mean while MAJOR is 0.
 * `semver` the same as later (a break leads to 1.0.0) · `breaking-is-minor` a break moves MINOR ·
 * `feature-is-patch` a break moves MINOR, a feature PATCH · `only-feature-is-patch` a feature moves PATCH, a break leads to
 * 1.0.0.
 */
export const ZERO_POLICIES = ["semver", "breaking-is-minor", "feature-is-patch", "only-feature-is-patch"] as const;
export type ZeroPolicy = (typeof ZERO_POLICIES)[number];

export function compareBumps(a: Bump, b: Bump): number {
  return BUMPS.indexOf(a) - BUMPS.indexOf(b);
}

export function highestBump(bumps: Iterable<Bump>): Bump {
  let highest: Bump = "none";
  for (const bump of bumps) if (compareBumps(bump, highest) > 0) highest = bump;
  return highest;
}

/** The bump that takes effect on `current`: below 1.0.0 the zero policy lowers it. */
export function effectiveBump(bump: Bump, current: Version, zero: ZeroPolicy): Bump {
  if (current.major > 0 || zero === "semver") return bump;
  if (bump === "major") return zero === "only-feature-is-patch" ? "major" : "minor";
  return bump === "minor" && zero !== "breaking-is-minor" ? "patch" : bump;
}

/** Moves a released version by a bump; lower numbers start at 0 again, pre-release and build parts are dropped. */
export function bumpVersion(version: Version, bump: Bump): Version {
  const { major, minor, patch } = version;
  const released = releaseOf(version);
  switch (bump) {
    case "major":
      return { ...released, major: major + 1, minor: 0, patch: 0 };
    case "minor":
      return { ...released, minor: minor + 1, patch: 0 };
    case "patch":
      return { ...released, patch: patch + 1 };
    case "none":
      return released;
  }
}

/** The smallest bump that leads from one released version to a later one; `none` when `to` is not later. */
export function bumpBetween(from: Version, to: Version): Bump {
  if (to.major !== from.major) return to.major > from.major ? "major" : "none";
  if (to.minor !== from.minor) return to.minor > from.minor ? "minor" : "none";
  return to.patch > from.patch ? "patch" : "none";
}
