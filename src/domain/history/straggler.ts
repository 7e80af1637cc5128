import { bumpVersion } from "../version/bump.ts";
import { compareVersions, formatVersion, isPrerelease } from "../version/version.ts";
import type { Release } from "./base-search.ts";

/**
 * A straggler is a release of an older line that was tagged late on a newer one: v9.99.2 on top of v10.13.0. It gives
 * itself away, since a number that follows it is tagged on one of its own ancestors. A numbering that was started anew
 * has no such ancestor.
 *
 * @returns the numbers to look for among the ancestors of `base`
 */
export function successorsOf({ version }: Release): string[] {
  return (["patch", "minor", "major"] as const).map((bump) => formatVersion(bumpVersion(version, bump)));
}

/** What a straggler is replaced by: the highest stable release there is below it. */
export function highestStable(releases: Iterable<Release>): Release | undefined {
  let highest: Release | undefined;
  for (const release of releases) {
    if (isPrerelease(release.version)) continue;
    if (highest === undefined || compareVersions(release.version, highest.version) > 0) highest = release;
  }
  return highest;
}
