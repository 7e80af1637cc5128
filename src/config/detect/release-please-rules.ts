import type { Bump } from "../../domain/version/bump.ts";
import type { RuleDocument, Versioning } from "./convention.ts";
import { fieldsOf, listOf, textOf, type Fields } from "./evidence.ts";

const SHOWN = ["feat", "fix", "perf", "revert"];
const SHOWN_WITH_DOCS = [...SHOWN, "deps", "docs"];

/** Types that a release type shows in the changelog, where it differs from the usual ones. */
const SHOWN_BY_RELEASE_TYPE: Readonly<Record<string, readonly string[]>> = {
  python: SHOWN_WITH_DOCS,
  java: SHOWN_WITH_DOCS,
  "java-yoshi": SHOWN_WITH_DOCS,
  "go-yoshi": [...SHOWN, "docs"],
};

/** What the preset of the same name gives a bump of its own. */
const IN_PRESET = ["fix", "perf", "deps", "revert"];

/** A type that the changelog shows is worth a patch, a hidden one nothing; features and breaks are not asked. */
export function releasePleaseVersioning(settings: Fields): Versioning {
  const sections = listOf(settings["changelog-sections"]);
  const releaseType = textOf(settings["release-type"]) ?? "";
  const shown =
    sections.length > 0 ? visibleTypes(sections) : (SHOWN_BY_RELEASE_TYPE[releaseType] ?? [...SHOWN, "deps"]);
  const rules: RuleDocument[] = [
    { type: "feature", bump: "minor" },
    ...shown
      .filter((type) => ![...IN_PRESET, "feat", "feature"].includes(type))
      .map((type): RuleDocument => ({ type, bump: "patch" })),
    ...IN_PRESET.filter((type) => !shown.includes(type)).map((type): RuleDocument => ({ type, bump: "none" })),
  ];
  const initial = textOf(settings["initial-version"]);
  const always = /^always-bump-(major|minor|patch)$/.exec(textOf(settings["versioning"]) ?? "")?.[1] as
    | Bump
    | undefined;
  if (always !== undefined) return { preset: "release-please", rules: alike(always, shown), zero: "semver" };
  return {
    preset: "release-please",
    rules,
    zero: zeroPolicy(settings),
    // Notes that the server makes are never empty, so that any commit is worth a release.
    ...(settings["changelog-type"] === "github" ? { floor: "patch" as const } : {}),
    ...firstCounter(textOf(settings["prerelease-type"])),
    ...(initial === undefined ? {} : { initial }),
  };
}

/** Whatever is shown, and any break, moves one and the same number. */
function alike(bump: Bump, shown: readonly string[]): RuleDocument[] {
  return [
    { breaking: true, bump },
    ...[...new Set([...shown, "feat", "feature"])].map((type): RuleDocument => ({ type, breaking: "any", bump })),
    ...IN_PRESET.filter((type) => !shown.includes(type)).map((type): RuleDocument => ({ type, bump: "none" })),
  ];
}

export function visibleTypes(sections: readonly unknown[]): string[] {
  return sections.flatMap((section) => {
    const { type, hidden } = fieldsOf(section);
    return typeof type === "string" && hidden !== true ? type : [];
  });
}

/** The type is the text of the first pre-release: `beta.0`. After one without a counter the tool goes on with 1. */
function firstCounter(type: string | undefined): Pick<Versioning, "firstCounter"> {
  return type === undefined || type.endsWith("0") ? {} : { firstCounter: 1 };
}

function zeroPolicy(settings: Fields): NonNullable<Versioning["zero"]> {
  const isFeatureLowered = settings["bump-patch-for-minor-pre-major"] === true;
  if (settings["bump-minor-pre-major"] !== true) return isFeatureLowered ? "only-feature-is-patch" : "semver";
  return isFeatureLowered ? "feature-is-patch" : "breaking-is-minor";
}
