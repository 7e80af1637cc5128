import type { BranchPattern } from "./branch-pattern.ts";

/** What branches are for. `develop` exists only where a process names one. */
export const ROLE_NAMES = ["main", "develop", "feature", "release", "hotfix"] as const;
export type RoleName = (typeof ROLE_NAMES)[number];

/** Where a branch starts when it does not start on another branch: at the tag of the release it follows. */
export const LATEST_RELEASE = "latest-release";
export type Base = RoleName | typeof LATEST_RELEASE;

/** When a process makes its release branch. Git cannot tell the moment; the engine that makes the branch reads it. */
export const CREATION_MOMENTS = ["start", "feature-complete", "planned", "execution", "optional"] as const;
export type CreationMoment = (typeof CREATION_MOMENTS)[number];

/** Whether a release is tagged on its own branch, or only once main holds it. */
export const TAG_MOMENTS = ["before-merge", "after-merge", "any"] as const;
export type TagMoment = (typeof TAG_MOMENTS)[number];

export interface BranchRole {
  readonly name: RoleName;
  /** Any of them names a branch of this role; the first one names new branches. */
  readonly patterns: readonly [BranchPattern, ...BranchPattern[]];
  /** Absent for main. */
  readonly base: Base | null;
  /** Roles this branch is merged into. */
  readonly into: readonly RoleName[];
  /** Which changes the branch accepts. */
  readonly only: "fixes" | "any";
  readonly pullRequest: boolean;
  /** Whether a branch enters this one only with a test result on record. */
  readonly tested: boolean;
  readonly created: CreationMoment;
  readonly tagged: TagMoment;
}

export interface BranchRules {
  readonly roles: ReadonlyMap<RoleName, BranchRole>;
  /** What stands on main: the latest stable development, or exactly what is in production. */
  readonly meaning: "latest-stable" | "production";
  readonly staleDays: number;
  readonly staleCommits: number;
  /** Files a hotfix may change before somebody has to say why. */
  readonly hotfixFilesMax: number;
  /** Roles of the branches a release may be prepared from. */
  readonly releaseFrom: readonly RoleName[];
}

/** The role of a branch, by its name alone; main goes first, then the order of {@link ROLE_NAMES}. */
export function roleOf(rules: BranchRules, branch: string): BranchRole | undefined {
  for (const name of ROLE_NAMES) {
    const role = rules.roles.get(name);
    if (role?.patterns.some((pattern) => pattern.matches(branch)) === true) return role;
  }
  return undefined;
}

/** The version a branch name promises: `1.4.0` for `release/1.4.0`. */
export function versionIn(role: BranchRole, branch: string): string | undefined {
  for (const pattern of role.patterns) {
    const version = pattern.version(branch);
    if (version !== undefined) return version;
  }
  return undefined;
}
