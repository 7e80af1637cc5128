import type { Convention } from "./convention.ts";
import type { Evidence, PackageManifest } from "./evidence.ts";

export const STANDARD_VERSION_FILES = [".versionrc", ".versionrc.json", ".versionrc.js", ".versionrc.cjs"] as const;
/** Major versions since which it knows `!`, and since which it is careful below 1.0.0. */
const KNOWS_BANG_SINCE = 6;
const LOWERS_SINCE = 7;
const COMMAND = /(?<![\w./-])(?:standard-version|commit-and-tag-version)(?![\w.-])[^\n&|;]*/g;
const NAMES = /standard-version|commit-and-tag-version/;

/** Tools whose scripts show that the title of the changelog stands from an earlier time. */
const SUCCESSORS = /\b(?:changelogen|release-it|bumpp|changeset|auto-changelog)\b/;

/** standard-version and its successor commit-and-tag-version: a release is at least a patch; below 1.0.0 all is one lower. */
export function detectStandardVersion(evidence: Evidence): Convention | undefined {
  const { text, package: manifest } = evidence;
  const file = STANDARD_VERSION_FILES.find((path) => text(path) !== undefined);
  const inPackage =
    [...manifest.dependencies.keys()].some((name) => NAMES.test(name)) ||
    Object.values(manifest.scripts).some((script) => NAMES.test(script));
  const inChangelog =
    !Object.values(manifest.scripts).some((script) => SUCCESSORS.test(script)) &&
    /See \[(?:standard-version|commit-and-tag-version)\]/.test(text("CHANGELOG.md")?.slice(0, 600) ?? "");
  const source = file ?? (inPackage ? "package.json" : inChangelog ? "CHANGELOG.md" : undefined);
  if (source === undefined) return undefined;
  const major = majorAskedFor(manifest) ?? (isHeadedByAngular(text("CHANGELOG.md")) ? 1 : LOWERS_SINCE);
  const isAngular = major < KNOWS_BANG_SINCE;
  return {
    source,
    tool: "standard-version",
    ...(isNumberCommanded(evidence) ? { isNumberCommanded: true } : {}),
    document: {
      versioning: {
        preset: "angular",
        reverts: "quoted",
        grammar: isAngular ? "angular" : "conventional-changelog",
        ...(isAngular ? {} : { rules: [{ type: "feature", bump: "minor" as const }] }),
        zero: major < LOWERS_SINCE ? "semver" : "feature-is-patch",
        floor: "patch",
        firstCounter: 0,
      },
    },
  };
}

function majorAskedFor({ dependencies }: PackageManifest): number | undefined {
  const found = /\d+/.exec(dependencies.get("standard-version") ?? "")?.[0];
  return found === undefined ? undefined : Number(found);
}

/** The angular preset, which early versions used, gives releases titles of the first two levels, the later one of the next two. */
function isHeadedByAngular(changelog: string | undefined): boolean {
  const [, level, patch] = /^(#+) \[?v?\d+\.\d+\.(\d+)/m.exec(changelog ?? "") ?? [];
  return level === (patch === "0" ? "#" : "##");
}

function isNumberCommanded({ text, package: manifest }: Evidence): boolean {
  const scripts = Object.values(manifest.scripts);
  const texts = [...scripts, ...scriptFiles(manifest.scripts).map((path) => text(path) ?? "")];
  const commands = texts.flatMap((each) => each.match(COMMAND) ?? []);
  return commands.length > 0 && commands.every((command) => / (?:--release-as|-r)[ =]/.test(command));
}

/** Shell scripts of the repository that the scripts of a package.json run. */
export function scriptFiles(scripts: PackageManifest["scripts"]): string[] {
  return Object.values(scripts).flatMap((script) =>
    [...script.matchAll(/(?<![^\s])(?:\.\/)?([\w-][\w./-]*\.sh)\b/g)].map(([, path]) => path!),
  );
}
