import type { BranchesDocument } from "../../contract/config.ts";

/** Names under which teams keep the branch on which features come together. */
const DEVELOP = ["develop", "development", "dev"];
const VERSIONED = /^(release|releases|rel|hotfix|hotfixes)([/-])(v?)\d+\.\d+(?:\.\d+)?$/;
const FEATURE = /^(feature|features|feat|fix|bugfix|chore|docs)\//;

/** What the names of branches say about their roles, as far as it is not what holds anyway; absent: nothing. */
export function proposeBranches(names: readonly string[]): BranchesDocument | undefined {
  const develop = DEVELOP.find((name) => names.includes(name));
  const main = names.includes("main") || names.includes("master") ? undefined : names.find((name) => name === "trunk");
  const feature = [...new Set(names.flatMap((name) => FEATURE.exec(name)?.[1] ?? []))].toSorted();
  const release = patternsOf(names, /^rel/);
  const hotfix = patternsOf(names, /^hotfix/);
  const isUsual = (patterns: readonly string[], usual: string): boolean =>
    patterns.length === 0 || (patterns.length === 1 && patterns[0] === usual);
  const features = feature.map((prefix) => `${prefix}/*`);
  const document: BranchesDocument = {
    ...(main === undefined ? {} : { main: { pattern: main } }),
    ...(develop === undefined ? {} : { develop: { pattern: develop } }),
    ...(develop === undefined && isUsual(features, "feature/*")
      ? {}
      : {
          feature: {
            ...(isUsual(features, "feature/*") ? {} : { pattern: features }),
            ...(develop === undefined ? {} : { base: "develop" as const, into: ["develop" as const] }),
          },
        }),
    ...(isUsual(release, "release/{version}") ? {} : { release: { pattern: oneOrMany(release) } }),
    ...(isUsual(hotfix, "hotfix/{version}") ? {} : { hotfix: { pattern: oneOrMany(hotfix) } }),
  };
  return Object.keys(document).length === 0 ? undefined : document;
}

/** Patterns of branches named after a version, the most frequent first: it names new ones. */
function patternsOf(names: readonly string[], role: RegExp): string[] {
  const found = names.flatMap((name) => {
    const [, prefix = "", separator = "", v = ""] = VERSIONED.exec(name) ?? [];
    return role.test(prefix) ? [`${prefix}${separator}${v}{version}`] : [];
  });
  const counts = new Map<string, number>();
  for (const pattern of found) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([pattern]) => pattern);
}

function oneOrMany(patterns: readonly string[]): string | string[] {
  return patterns.length === 1 ? patterns[0]! : [...patterns];
}
