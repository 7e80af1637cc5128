import type { Component, Product } from "../../config/product.ts";
import { declaredTraits } from "../../domain/condition/declared-traits.ts";
import { DEFAULT_FACTS, type FactValue, type ReleaseFact } from "../../domain/condition/facts.ts";
import { fileSorter } from "../../domain/manifest/file-groups.ts";
import type { Plan } from "../../domain/plan/plan.ts";
import { isRequired, type Suite } from "../../domain/evidence/suite.ts";
import { parseVersion, type Version } from "../../domain/version/version.ts";
import { SlipwayError, unwrap } from "../../kernel/problem.ts";
import { standsIn } from "../component-paths.ts";
import type { Trees } from "../manifest-ports.ts";

/** Values of the traits of a release, as they are recorded with its start. */
export type Traits = Readonly<Record<ReleaseFact, FactValue>>;

export interface TraitQuestion {
  readonly plan: Plan;
  readonly component: Component;
  readonly version: string;
  readonly releaseType: string;
  readonly variant: string | null;
  /** Whether the process is one of a team of one, in which nobody else can review. */
  readonly isSolo: boolean;
  /** What people say, as `needsBoard=true`; it counts more than what git tells. */
  readonly declared: readonly string[];
}

/**
 * What is known about a release when it starts. Git tells what its changes touch: migrations and environment files by the
 * globs of `manifest`, API descriptions by `versioning.api`; the suites of `tests` tell which tests there are. Whether data is rewritten or a board is needed, people say.
 */
export async function releaseTraits(
  { trees }: { readonly trees: Trees },
  { manifest, tests }: Pick<Product, "manifest" | "tests">,
  { plan, component, version, releaseType, variant, isSolo, declared }: TraitQuestion,
): Promise<Traits> {
  const { traits, problems } = declaredTraits(declared);
  const [first, ...others] = problems;
  if (first !== undefined) throw new SlipwayError([first, ...others]);
  const isOwn = standsIn(component);
  const differences = await trees.difference(plan.current?.commit, plan.to);
  const paths = differences.map(({ path }) => path).filter((path) => isOwn(path));
  const sorter = fileSorter(manifest.kinds);
  return {
    ...DEFAULT_FACTS,
    version,
    previous: plan.current?.version ?? "",
    type: releaseType,
    variant: variant ?? "",
    bump: plan.bump,
    breaking: plan.changes.some(({ breaking }) => breaking),
    component: component.name ?? "",
    channel: plan.channel ?? "",
    prerelease: version.includes("-"),
    changes: plan.changes.length,
    changesSchema: paths.some((path) => sorter.isMigration(path)),
    changesApi: paths.some((path) => component.apis.includes(path)),
    changesConfiguration: paths.some((path) => sorter.isEnvironmentFile(path)),
    severalDevelopers: !isSolo,
    ...suiteTraits(tests.suites, unwrap(parseVersion(version))),
    ...traits,
  };
}

/** What the suites of the product say: one exists when it has a command, or when this release needs it. */
function suiteTraits(suites: readonly Suite[], version: Version) {
  const exists = (name: string): boolean =>
    suites.some((suite) => suite.name === name && (suite.command !== null || isRequired(suite, version)));
  const security = suites.find(({ name }) => name === "security");
  return {
    unitTests: exists("unit"),
    integrationTests: exists("integration"),
    hardened: security !== undefined && isRequired(security, version),
  };
}
