import { must } from "../../kernel/assert.ts";
import { branchPattern, type BranchPattern } from "./branch-pattern.ts";
import type { BranchRole, BranchRules, RoleName } from "./branch-rules.ts";

/** What a role without settings of its own is like. */
const PLAIN_ROLE = {
  only: "any",
  pullRequest: false,
  tested: false,
  created: "optional",
  tagged: "any",
} as const;

/** Branch rules of a product that says nothing about branches. There is no develop branch unless one is named. */
export const DEFAULT_RULES: BranchRules = {
  roles: new Map([
    role("main", { patterns: ["main", "master"], base: null, into: [] }),
    role("feature", { patterns: ["feature/*"], base: "main", into: ["main"] }),
    role("release", { patterns: ["release/{version}"], base: "main", into: ["main"] }),
    role("hotfix", { patterns: ["hotfix/{version}"], base: "latest-release", into: ["main"] }),
  ]),
  meaning: "latest-stable",
  staleDays: 5,
  staleCommits: 50,
  hotfixFilesMax: 20,
  releaseFrom: ["main", "release", "hotfix"],
};

/** The develop branch of a product that names one. */
export const DEVELOP: BranchRole = role("develop", { patterns: ["develop"], base: "main", into: ["main"] })[1];

function role(
  name: RoleName,
  { patterns, ...rest }: Pick<BranchRole, "base" | "into"> & { patterns: readonly [string, ...string[]] },
): [RoleName, BranchRole] {
  const [first, ...others] = patterns;
  return [name, { name, patterns: [made(first), ...others.map((text) => made(text))], ...PLAIN_ROLE, ...rest }];
}

function made(text: string): BranchPattern {
  const pattern = branchPattern(text);
  return must(pattern.ok ? pattern.value : undefined, `"${text}" is a branch pattern`);
}
