import type { Product } from "../config/product.ts";
import { changesOf, type Change } from "../domain/plan/change.ts";
import type { Plan } from "../domain/plan/plan.ts";
import { changelogEntries, type ChangelogEntry } from "../domain/tag/changelog-entry.ts";
import { channelOf } from "../domain/version/channel.ts";
import { parseVersion, type Version } from "../domain/version/version.ts";
import { isSlipwayError, SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { readCorrections } from "./corrections.ts";
import { planReleases, type PlanRequest, type SignalReader } from "./plan-releases.ts";
import type { Repository, Tag } from "./ports.ts";
import { emptyRepository } from "./problems.ts";
import type { ReleaseTarget } from "./release-target.ts";
import { indexTags, releaseTags, type ReleaseTags } from "./release-tags.ts";

/** Everything git tells about a version that is about to be tagged. Its own tag, if there is one, is left out of it. */
export interface ReleaseFacts extends ReleaseTarget {
  /** The commit to tag. */
  readonly commit: string;
  /** Name the tag has or will get. */
  readonly tag: string;
  readonly existing: Tag | undefined;
  /** Whether the version carries a mark such as rejected, whatever became of its tag. */
  readonly isMarked: boolean;
  readonly tags: ReleaseTags;
  /** Absent when no plan can be made; `planProblems` say why. */
  readonly plan: Plan | undefined;
  readonly planProblems: readonly Problem[];
  /** The planned changes with their bodies and footers. */
  readonly changes: readonly Change[];
  readonly current: Version | undefined;
  readonly changelog: string | undefined;
  readonly entry: ChangelogEntry | undefined;
}

export interface FactsQuery {
  readonly target: ReleaseTarget;
  /** Commit to tag; absent: HEAD. */
  readonly commit?: string | undefined;
  /** Name of a release type that limits what may change. */
  readonly type?: string | undefined;
}

export async function readReleaseFacts(
  repository: Repository,
  product: Product,
  { target, commit, type }: FactsQuery,
  signals: SignalReader,
): Promise<ReleaseFacts> {
  const { component, text, version } = target;
  const { head } = await repository.state();
  if (commit === undefined && head === undefined) throw new SlipwayError(emptyRepository());
  const index = indexTags(await repository.tags());
  const tags = releaseTags(index, component);
  const existing = tags.find(text);
  const at = await repository.resolve(commit ?? "HEAD");
  const request = {
    component: component.name ?? undefined,
    to: commit,
    type,
    channel: channelOf(version) || null,
    releasing: text,
  };
  const planned = await tryPlan(withoutTag(repository, existing?.name), product, request, signals);
  const { plan } = planned;
  const current = plan?.current == null ? undefined : unwrap(parseVersion(plan.current.version));
  const since = current === undefined ? undefined : { ...plan!.current!, version: current };
  const tag = existing?.name ?? tags.write(text, since);
  const changelog = (await repository.files(at, [component.changelog])).get(component.changelog)?.toString();
  return {
    ...target,
    ...planned,
    commit: at,
    tag,
    existing,
    isMarked: tags.isMarked(tag),
    tags,
    changes: plan === undefined ? [] : await changesOfPlan(repository, product, plan),
    current,
    changelog,
    entry: changelog === undefined ? undefined : changelogEntries(changelog).get(text),
  };
}

/** Texts of files at a commit, as the checks read them. */
export function filesAt(repository: Repository, commit: string): (path: string) => Promise<string | undefined> {
  return async (path) => (await repository.files(commit, [path])).get(path)?.toString();
}

/** The history as it is without one tag, so that a release that was tagged before gives the same answers again. */
function withoutTag(repository: Repository, name: string | undefined): Repository {
  if (name === undefined) return repository;
  return { ...repository, tags: async () => (await repository.tags()).filter((tag) => tag.name !== name) };
}

async function tryPlan(repository: Repository, product: Product, request: PlanRequest, signals: SignalReader) {
  try {
    const [plan] = await planReleases(repository, product, request, signals);
    return { plan, planProblems: [] };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return { plan: undefined, planProblems: error.problems };
  }
}

async function changesOfPlan(repository: Repository, product: Product, plan: Plan): Promise<Change[]> {
  const wanted = new Set(plan.changes.map(({ commit }) => commit));
  const commits = [];
  if (wanted.size > 0) {
    const not = plan.current === null ? [] : [plan.current.commit];
    for await (const batch of repository.log({ to: plan.to, not }))
      commits.push(...batch.filter(({ hash }) => wanted.has(hash)));
  }
  return changesOf(commits, product.rules, await readCorrections(repository, plan.to, product.changelog.corrections));
}
