import type { Convention } from "./convention.ts";
import type { Evidence } from "./evidence.ts";

export const STANDARD_VERSION_FILES = [".versionrc", ".versionrc.json", ".versionrc.js", ".versionrc.cjs"] as const;
/** Major versions since which it knows `!`, and since which it is careful below 1.0.0. */
const KNOWS_BANG_SINCE = 6;
const LOWERS_SINCE = 7;
const NAMES = /standard-version|commit-and-tag-version/;

/** Tools whose scripts show that the title of the changelog stands from an earlier time. */
const SUCCESSORS = /\b(?:changelogen|release-it|bumpp|changeset|auto-changelog)\b/;

/** standard-version and its successor commit-and-tag-version: a release is at least a patch; below 1.0.0 all is one lower. */
export function detectStandardVersion({ text, package: manifest }: Evidence): Convention | undefined {
  const file = STANDARD_VERSION_FILES.find((path) => text(path) !== undefined);
  const inPackage =
    [...manifest.dependencies.keys()].some((name) => NAMES.test(name)) ||
    Object.values(manifest.scripts).some((script) => NAMES.test(script));
  const inChangelog =
    !Object.values(manifest.scripts).some((script) => SUCCESSORS.test(script)) &&
    /See \[(?:standard-version|commit-and-tag-version)\]/.test(text("CHANGELOG.md")?.slice(0, 600) ?? "");
  const source = file ?? (inPackage ? "package.json" : inChangelog ? "CHANGELOG.md" : undefined);
  if (source === undefined) return undefined;
  const major = Number(/\d+/.exec(manifest.dependencies.get("standard-version") ?? "")?.[0] ?? LOWERS_SINCE);
  return {
    source,
    tool: "standard-version",
    document: {
      versioning: {
        preset: "angular",
        reverts: "quoted",
        grammar: major < KNOWS_BANG_SINCE ? "angular" : "conventional-changelog",
        rules: [{ type: "feature", bump: "minor" }],
        zero: major < LOWERS_SINCE ? "semver" : "feature-is-patch",
        floor: "patch",
        firstCounter: 0,
      },
    },
  };
}
