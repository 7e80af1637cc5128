import type { Product } from "../../config/product.ts";
import { LATEST_RELEASE } from "../../domain/branch/branch-rules.ts";
import { textOf, worksIn, type Process, type Work } from "../../domain/process/process.ts";
import { bumpVersion, compareBumps, type Bump } from "../../domain/version/bump.ts";
import { formatVersion, parseVersion } from "../../domain/version/version.ts";
import { unwrap } from "../../kernel/problem.ts";
import { branchBase } from "../line/branch-base.ts";
import { planReleases, type SignalReader } from "../plan-releases.ts";
import type { Repository } from "../ports.ts";
import type { ReleaseFacts } from "../release-facts.ts";
import type { Services } from "../services.ts";
import { targetOrNext, type ReleaseTarget } from "../target-or-next.ts";

/** Where the work of a release begins, and whether it is there already. */
export interface Beginning {
  /** The commit that its branch will be cut from; absent: what is checked out. */
  readonly commit: string | undefined;
  /** Its workflow waits for somebody's commits, so there may be nothing to release yet. */
  readonly isAhead: boolean;
}

interface Asked {
  readonly operand: string | undefined;
  readonly component: string | undefined;
  readonly type: string | undefined;
}

/** How the workflow of a type begins: a hotfix starts at what was released last, whatever came to main since. */
export async function beginningOf(
  services: Services,
  { types, workflows }: Process,
  type: string,
  component: string | null,
): Promise<Beginning> {
  const workflow = workflows.get(types.get(type)?.workflow ?? "");
  const works = worksIn(workflow?.phases.flatMap(({ steps }) => steps) ?? []);
  const cut = works.find(({ kind }) => kind === "cut-branch");
  const isAhead = cut !== undefined && works.slice(works.indexOf(cut)).some(waitsForCommits);
  if (cut === undefined || textOf(cut, "from") !== LATEST_RELEASE) return { commit: undefined, isAhead };
  return { commit: (await branchBase(services, { component }, LATEST_RELEASE)).commit, isAhead };
}

function waitsForCommits({ kind, with: settings }: Work): boolean {
  return kind === "task" && settings["until"] === "branch-moved";
}

/** The version that is meant. While the work is ahead and nothing is there, the type alone says what comes next. */
export async function targetAt(
  services: { readonly repository: Repository; readonly signals: SignalReader },
  product: Product,
  asked: Asked,
  { commit, isAhead }: Beginning,
): Promise<ReleaseTarget> {
  const { operand, component, type } = asked;
  if (!isAhead || operand !== undefined) return targetOrNext(services, product, { operand, component, type, commit });
  const request = { component, to: commit, type, releasing: product.rules.initial };
  const [plan] = await planReleases(services.repository, product, request, services.signals);
  const next = plan?.next ?? nextOfType(product, type, plan?.current?.version);
  const named = next === undefined ? undefined : component === undefined ? next : `${component}@${next}`;
  return targetOrNext(services, product, { operand: named, component, type, commit });
}

/** What is known of a release whose work is ahead: it is planned as the first that its type may have. */
export function withWorkAhead(facts: ReleaseFacts, product: Product, type: string | undefined): ReleaseFacts {
  const { plan } = facts;
  if (plan === undefined || plan.next !== null) return facts;
  const next = nextOfType(product, type, plan.current?.version);
  if (next === undefined) return facts;
  return { ...facts, plan: { ...plan, next, bump: lowestBump(product, type) } };
}

function nextOfType(product: Product, type: string | undefined, current: string | undefined): string | undefined {
  const bump = lowestBump(product, type);
  if (current === undefined || bump === "none") return undefined;
  return formatVersion(bumpVersion(unwrap(parseVersion(current)), bump));
}

function lowestBump({ types }: Product, type: string | undefined): Bump {
  return types.get(type ?? "")?.bumps.toSorted(compareBumps)[0] ?? "none";
}
