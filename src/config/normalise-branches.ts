import type { BranchesDocument } from "../contract/config.ts";
import { branchPattern, type BranchPattern } from "../domain/branch/branch-pattern.ts";
import {
  LATEST_RELEASE,
  ROLE_NAMES,
  type BranchRole,
  type BranchRules,
  type RoleName,
} from "../domain/branch/branch-rules.ts";
import { DEFAULT_RULES, DEVELOP } from "../domain/branch/default-rules.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";

/** Fills in the branch rules. A role that another one names must exist, so that a rule can never be void. */
export function normaliseBranches(document: BranchesDocument): BranchRules {
  const roles = new Map<RoleName, BranchRole>();
  for (const name of ROLE_NAMES) {
    const own = document[name];
    const base = DEFAULT_RULES.roles.get(name) ?? (own === undefined ? undefined : DEVELOP);
    if (base !== undefined) roles.set(name, own === undefined ? base : withSettings(base, own));
  }
  const rules = {
    roles,
    meaning: document.meaning ?? DEFAULT_RULES.meaning,
    staleDays: document.stale?.days ?? DEFAULT_RULES.staleDays,
    staleCommits: document.stale?.commits ?? DEFAULT_RULES.staleCommits,
    hotfixFilesMax: document.hotfixFilesMax ?? DEFAULT_RULES.hotfixFilesMax,
    releaseFrom: document.releaseFrom ?? DEFAULT_RULES.releaseFrom,
  };
  const [problem, ...more] = voidRoles(rules);
  if (problem !== undefined) throw new SlipwayError([problem, ...more]);
  return rules;
}

function withSettings(base: BranchRole, own: NonNullable<BranchesDocument[RoleName]>): BranchRole {
  return {
    name: base.name,
    patterns: own.pattern === undefined ? base.patterns : patterns(own.pattern),
    base: own.base ?? base.base,
    into: own.into ?? base.into,
    only: own.policy?.only ?? base.only,
    pullRequest: own.policy?.["pull-request"] ?? base.pullRequest,
    tested: own.policy?.tested ?? base.tested,
    created: own.created ?? base.created,
    tagged: own.tagged ?? base.tagged,
  };
}

function patterns(texts: string | readonly string[]): [BranchPattern, ...BranchPattern[]] {
  const [first, ...rest] = typeof texts === "string" ? [texts] : texts;
  return [unwrap(branchPattern(first ?? "")), ...rest.map((text) => unwrap(branchPattern(text)))];
}

function voidRoles({ roles, releaseFrom }: BranchRules): Problem[] {
  const named = [...roles.values()].flatMap(({ name, base, into }) => [
    ...(base === null || base === LATEST_RELEASE ? [] : [{ where: `branches.${name}.base`, role: base }]),
    ...into.map((role) => ({ where: `branches.${name}.into`, role })),
  ]);
  const all = [...named, ...releaseFrom.map((role) => ({ where: "branches.releaseFrom", role }))];
  return all
    .filter(({ role }) => !roles.has(role))
    .map(({ where, role }) => ({
      code: "branch-role",
      kind: "input",
      found: `${where} names the role ${role}, but the product has no ${role} branch`,
      expected: `one of ${[...roles.keys()].join(", ")}`,
      action: `name the branch, for example \`branches: { ${role}: { pattern: ${role} } }\`, or remove it there`,
    }));
}
