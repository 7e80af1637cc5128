import type { ReleaseType } from "../plan/release-type.ts";
import { bumpBetween, type Bump } from "../version/bump.ts";
import { isPrerelease, type Version } from "../version/version.ts";

export interface TypeQuestion {
  readonly version: Version;
  readonly previous: Version | undefined;
  readonly types: ReadonlyMap<string, ReleaseType>;
  /** What a person named. */
  readonly named: string | undefined;
  /** Title of the release, which may name a type: `Phase 4: reports`. */
  readonly title: string | null;
}

/**
 * The types a release may be of, one where it is clear: the one that was named, the one its title names, or the only one
 * that may move the version like this. Without types it is the number that moved.
 */
export function releaseTypesOf({ version, previous, types, named, title }: TypeQuestion): readonly string[] {
  if (named !== undefined) return [named];
  const bump = isPrerelease(version) ? undefined : bumpOf(version, previous);
  if (types.size === 0) return [bump ?? "pre-release"];
  const able = [...types.values()].flatMap(({ name, bumps }) =>
    bump === undefined || bumps.includes(bump) ? [name] : [],
  );
  if (/^SECURITY\b/.test(title ?? "") && able.includes("hotfix")) return ["hotfix"];
  const inTitle = able.filter((name) => new RegExp(`\\b${escaped(name)}\\b`, "i").test(title ?? ""));
  return inTitle.length === 1 ? inTitle : able;
}

/** As manifests print it: `Workstream`. */
export function printedType(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function bumpOf(version: Version, previous: Version | undefined): Bump {
  if (previous !== undefined) return bumpBetween(previous, version);
  if (version.patch > 0) return "patch";
  return version.minor > 0 ? "minor" : "major";
}

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
