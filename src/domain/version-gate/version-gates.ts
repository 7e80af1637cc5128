import type { Change } from "../plan/change.ts";
import { isPrerelease, type Version } from "../version/version.ts";
import { breakingChangeGate } from "./breaking-change.ts";
import { deprecationGates, removalsOf, type DeprecationRegistry } from "./deprecation.ts";
import type { GateResult, GateSettings } from "./gate.ts";
import { graduationGates } from "./graduation.ts";
import { guidesOf, migrationGuideGate } from "./migration-guide.ts";

/** What the conditions of a version are asked about. */
export interface VersionFacts {
  readonly version: Version;
  /** The last stable release; absent before the first. */
  readonly stable: Version | undefined;
  readonly changes: readonly Change[];
  /** What the changelog entry of the version lists as removed. */
  readonly removed: readonly string[];
  readonly registry: DeprecationRegistry;
  /** Texts of the repository's files at the commit, by path: those of {@link evidencePaths} that exist. */
  readonly files: ReadonlyMap<string, string>;
}

type VersionStep = Pick<VersionFacts, "version" | "stable">;

/** Every condition that applies to a version. Pre-releases are for trying out, so none applies to them. */
export function versionGates(settings: GateSettings, facts: VersionFacts): readonly GateResult[] {
  const { version, stable, changes, removed, registry, files } = facts;
  const results: GateResult[] = [];
  if (settings.graduation !== null && isGraduation(facts)) results.push(...graduationGates(settings.graduation, files));
  if (!settings.strict || stable === undefined || stable.major === 0 || isPrerelease(version)) return results;
  results.push(breakingChangeGate(stable, version, changes));
  if (version.major === stable.major) return results;
  results.push(...deprecationGates(version, removalsOf(changes, removed), registry));
  results.push(migrationGuideGate(guidesOf(version, settings.migrationGuide, changes), files));
  return results;
}

/** Whether a version leaves 0.x behind. */
export function isGraduation({ version, stable }: VersionStep): boolean {
  return version.major >= 1 && (stable === undefined || stable.major === 0) && !isPrerelease(version);
}

/** The files whose texts {@link versionGates} looks at. */
export function evidencePaths(settings: GateSettings, step: VersionStep, changes: readonly Change[]): string[] {
  const graduation = isGraduation(step) ? [...(settings.graduation?.values() ?? [])] : [];
  return settings.strict ? [...graduation, ...guidesOf(step.version, settings.migrationGuide, changes)] : graduation;
}
