import { formatVersion, type Version } from "../version/version.ts";

/**
 * Whether the counter of a pre-release is above 1 and no tag holds the one before it. Then numbers were used up where the
 * repository does not tell: by a failed publication, another registry, or a person.
 */
export function isCounterSkipped(version: Version, isTagged: (version: string) => boolean): boolean {
  const before = counterBefore(version);
  return before !== undefined && !isTagged(formatVersion(before));
}

/** The pre-release that counts one less; absent below 2, since tools begin at 0 or 1. */
function counterBefore(version: Version): Version | undefined {
  const last = version.prerelease.at(-1);
  const [, word = "", digits] = /^(.*?)(\d+)$/.exec(String(last)) ?? [];
  if (digits === undefined || Number(digits) < 2) return undefined;
  const less = String(Number(digits) - 1).padStart(digits.startsWith("0") ? digits.length : 1, "0");
  return {
    ...version,
    prerelease: [...version.prerelease.slice(0, -1), word === "" ? Number(less) : `${word}${less}`],
  };
}
