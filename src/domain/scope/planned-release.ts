import { compareVersions, versionOf } from "../version/version.ts";

/** Which of two planned releases, `[COMPONENT@]X.Y.Z`, comes first; `undefined` when one of them names no version. */
export function compareReleases(a: string, b: string): number | undefined {
  const [left, right] = [versionOf(versionPart(a)), versionOf(versionPart(b))];
  return left === undefined || right === undefined ? undefined : compareVersions(left, right);
}

export function componentPart(release: string): string | null {
  const at = release.lastIndexOf("@");
  return at === -1 ? null : release.slice(0, at);
}

export function versionPart(release: string): string {
  return release.slice(release.lastIndexOf("@") + 1);
}
