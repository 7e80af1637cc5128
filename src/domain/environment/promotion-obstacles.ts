import type { Environment } from "../process/process.ts";
import type { Refusal } from "../release/command.ts";
import { isPrerelease, versionOf } from "../version/version.ts";
import type { EnvironmentState } from "./environment-state.ts";

/** What is to go where. */
export interface Promotion {
  readonly version: string;
  readonly commit: string;
  /** Digest of what is deployed; `null` where nothing is packaged. */
  readonly artifacts: string | null;
  readonly to: Environment;
}

/** An unstable version stays out of production unless the environment admits it. */
export function unstableVersion({ version, to }: Promotion): Refusal[] {
  const parsed = versionOf(version);
  const isStable = parsed !== undefined && !isPrerelease(parsed);
  if (to.tier !== "production" || to.allowsPrereleases || isStable) return [];
  const expected = `a version without a pre-release part, or \`environments.${to.name}.prereleases: true\``;
  return [{ code: "unstable-version", found: `${version} is not a stable version`, expected }];
}

/** Production takes what was verified in staging: the same artifacts, or where there are none the same commit. */
export function notVerifiedInStaging(promotion: Promotion, staging: ReadonlyMap<string, EnvironmentState>): Refusal[] {
  if (promotion.to.tier !== "production") return [];
  const { commit, artifacts } = promotion;
  const isSame = artifacts === null ? { what: "commit", is: commit } : { what: "artifacts", is: artifacts };
  const isProven = [...staging.values()].some(({ deployments }) =>
    [...deployments.values()].flat().some((past) => {
      const found = artifacts === null ? past.commit : past.artifacts;
      return past.isVerified && found === isSame.is;
    }),
  );
  if (isProven) return [];
  const where = staging.size === 0 ? "no environment has the tier staging" : [...staging.keys()].join(", ");
  return [
    {
      code: "not-staged",
      found: `the ${isSame.what} ${isSame.is} were never verified in staging (${where})`,
      expected: `${promotion.version} deployed to staging and verified there, with the same ${isSame.what}`,
    },
  ];
}

/** Data in a new form cannot be taken back without a copy of what it was. */
export function withoutBackup(changesData: boolean, backup: unknown, environment: string): Refusal[] {
  if (!changesData || (backup !== undefined && backup !== null)) return [];
  const found = `the release changes the form of data in ${environment}, and no backup of it was taken`;
  return [{ code: "no-backup", found, expected: "a verified backup before the deployment" }];
}
