import type { Component, Product } from "../config/product.ts";
import { dependencyOrder } from "../domain/component/graph.ts";
import type { Release } from "../domain/history/base-search.ts";
import type { Corrections } from "../domain/plan/change.ts";
import { dependencySignals, dependentsOf } from "../domain/plan/dependents.ts";
import type { Override } from "../domain/plan/override.ts";
import { assemblePlan, type Plan } from "../domain/plan/plan.ts";
import type { ReleaseType } from "../domain/plan/release-type.ts";
import type { Signal } from "../domain/plan/significance.ts";
import { isSlipwayError, SlipwayError, unwrap } from "../kernel/problem.ts";
import { readCorrections } from "./corrections.ts";
import { withGraduation } from "./graduation.ts";
import { missingTagsEvidence } from "./missing-tags.ts";
import { planInput } from "./plan-input.ts";
import type { Repository, RepositoryState, Tag } from "./ports.ts";
import { badChannel, emptyRepository, shallowClone, tagsMissing, unknownComponent, unknownType } from "./problems.ts";
import type { ComponentHistory } from "./component-history.ts";
import { readHistory } from "./read-history.ts";
import { indexTags, releaseTags } from "./release-tags.ts";

export interface PlanRequest {
  /** Name of one component; absent: all of them. */
  readonly component?: string | undefined;
  /** Tag to start after, instead of the current release. */
  readonly from?: string | undefined;
  /** Newest commit to plan for; absent: HEAD. */
  readonly to?: string | undefined;
  /** `null`: a stable release, even on a branch that releases on a channel. */
  readonly channel?: string | null | undefined;
  /** Name of a release type that limits what may change. */
  readonly type?: string | undefined;
  readonly override?: Override | undefined;
  /** Version that is being released just now: what tells of it does not tell of a missing tag. */
  readonly releasing?: string | undefined;
}

/** What beside git's history has a say in a plan. */
export interface SignalReader {
  /** Other inputs than commits, for a component between its last release and a commit. */
  read(component: Component, since: Release | undefined, to: string): Promise<readonly Signal[]>;
  /** Whether a tag of this name is on record as made, though git may have none any more: its number is spent. */
  wasMade(tag: string): Promise<boolean>;
}

const NO_SIGNALS: SignalReader = { read: async () => [], wasMade: async () => false };

interface Scene {
  readonly repository: Repository;
  readonly product: Product;
  readonly request: PlanRequest;
  readonly to: string;
  readonly branch: string | undefined;
  readonly channel: string | undefined;
  readonly type: ReleaseType | undefined;
  readonly corrections: Corrections;
  readonly signals: SignalReader;
}

/** Plans every component asked for, each after those it depends on. Nothing is written. */
export async function planReleases(
  repository: Repository,
  product: Product,
  request: PlanRequest,
  signals: SignalReader = NO_SIGNALS,
): Promise<Plan[]> {
  const wanted = componentsToPlan(product, request);
  const type = typeToPlan(product, request);
  const [state, tags] = await Promise.all([repository.state(), repository.tags()]);
  if (state.shallow) throw new SlipwayError(shallowClone());
  if (request.to === undefined && state.head === undefined) throw new SlipwayError(emptyRepository());
  const to = request.to === undefined ? state.head! : await repository.resolve(request.to);
  const branch = request.to ?? state.branch;
  const channel = channelToPlan(product, request, state);
  const index = indexTags(tags);
  const tagsOf = new Map(product.components.map((component) => [component, releaseTags(index, component)]));
  const [corrections, histories] = await Promise.all([
    readCorrections(repository, to, product.changelog.corrections),
    readHistory(repository, product, tagsOf, { to, channel, from: request.from }),
  ]);
  await refuseMissingTags(repository, histories, { to, releasing: request.releasing });
  const scene = { repository, product, request, to, branch, channel, type, corrections, signals };
  const plans = await planInOrder(scene, histories);
  const asked = plans.filter((plan) => wanted.some((component) => component.name === plan.component));
  return Promise.all(asked.map((plan) => withGraduation(repository, product, plan)));
}

function componentsToPlan(product: Product, { component: name }: PlanRequest): readonly Component[] {
  if (name === undefined) return product.components;
  const found = product.components.filter((component) => component.name === name);
  if (found.length === 0) throw new SlipwayError(unknownComponent(name, product));
  return found;
}

function typeToPlan(product: Product, { type: name }: PlanRequest): ReleaseType | undefined {
  if (name === undefined) return undefined;
  const type = product.types.get(name);
  if (type === undefined) throw new SlipwayError(unknownType(name, product));
  return type;
}

/** A branch may release on a channel by configuration; looking back at another commit, only the request counts. */
function channelToPlan(product: Product, request: PlanRequest, state: RepositoryState): string | undefined {
  const { channel, to } = request;
  if (channel != null && !/^(?=.*[A-Za-z-])[0-9A-Za-z-]+$/.test(channel)) throw new SlipwayError(badChannel(channel));
  if (channel !== undefined || to !== undefined) return channel ?? undefined;
  return product.channels.find(({ branch }) => branch === state.branch)?.name;
}

async function refuseMissingTags(
  repository: Repository,
  histories: readonly ComponentHistory[],
  moment: { to: string; releasing: string | undefined },
): Promise<void> {
  if (histories.some(({ stable, prereleases }) => stable !== undefined || prereleases.length > 0)) return;
  const evidence = await missingTagsEvidence(repository, histories, moment);
  if (evidence !== undefined) throw new SlipwayError(tagsMissing(evidence));
}

async function planInOrder(scene: Scene, histories: readonly ComponentHistory[]): Promise<Plan[]> {
  const { product, to } = scene;
  const nameOf = ({ component }: ComponentHistory): string => component.name ?? "";
  const byName = new Map(histories.map((history) => [nameOf(history), history]));
  const graph = new Map(histories.map((history) => [nameOf(history), history.component.dependsOn]));
  const plans = new Map<string, Plan>();
  for (const name of dependencyOrder(graph)) {
    const history = byName.get(name)!;
    const own = await scene.signals.read(history.component, history.since, to);
    const inherited = dependencySignals(history.component.dependsOn, plans, product.dependents);
    plans.set(name, await planComponent(scene, history, [...own, ...inherited]));
  }
  return [...byName.keys()].map((name) => ({ ...plans.get(name)!, dependents: dependentsOf(name, graph, plans) }));
}

/**
 * Plans one component. A number that a tag outside this history holds, or held once, is used up: the plan is made again
 * without it. A tag on a later commit does not count, since then this is a look back at how that release came to be.
 */
async function planComponent(scene: Scene, history: ComponentHistory, signals: readonly Signal[]): Promise<Plan> {
  const input = planInput({
    ...scene,
    rules: history.component.rules,
    override: scene.request.override,
    history,
    signals,
  });
  const taken = new Set<string>();
  const gone: string[] = [];
  for (;;) {
    const made = unwrap(assemblePlan({ ...input, isTaken: (version) => taken.has(version) }));
    const plan = { ...made, warnings: [...made.warnings, ...gone] };
    if (plan.next === null || taken.has(plan.next)) return plan;
    const tag = history.tags.find(plan.next);
    if (tag === undefined) {
      const lost = await lostTag(scene, plan);
      if (lost === undefined) return plan;
      if (!lost.isSpent) return { ...plan, warnings: [...plan.warnings, lost.warning] };
      gone.push(lost.warning);
    } else if (await isLookBack(scene, history, tag)) {
      const warning = `${tag.name} exists already, in or after this range: this is a look back`;
      return { ...plan, warnings: [...plan.warnings, warning] };
    }
    taken.add(plan.next);
  }
}

/** What the ledger says about a tag that git does not have. A plan is made without one that cannot be read, and says so. */
async function lostTag(
  { signals, request }: Scene,
  { tag, next }: Plan,
): Promise<{ readonly warning: string; readonly isSpent: boolean } | undefined> {
  if (tag === null || next === request.releasing) return undefined;
  try {
    if (!(await signals.wasMade(tag))) return undefined;
    return { isSpent: true, warning: `${tag} was made once, as the ledger tells, and is gone: \`slipway tag check\`` };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    const { found } = error.problems[0];
    return { isSpent: false, warning: `nobody could look whether ${next} was ever released: ${found}` };
  }
}

async function isLookBack(
  { repository, to }: Scene,
  { tags, isFresh }: ComponentHistory,
  { name, commit }: Tag,
): Promise<boolean> {
  return !tags.isMarked(name) && (isFresh(commit) || (await repository.isAncestor(to, commit)));
}
