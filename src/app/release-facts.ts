import type { Product } from "../config/product.ts";
import { findEntry, parseChangelog } from "../domain/changelog/document.ts";
import { entryDetails, itemsOfSection, parseEntry } from "../domain/changelog/entry.ts";
import type { Change } from "../domain/plan/change.ts";
import type { Plan } from "../domain/plan/plan.ts";
import { channelOf } from "../domain/version/channel.ts";
import { parseVersion, type Version } from "../domain/version/version.ts";
import { isSlipwayError, SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { planReleases, type PlanRequest, type SignalReader } from "./plan-releases.ts";
import type { Repository, Tag } from "./ports.ts";
import { emptyRepository } from "./problems.ts";
import { releaseChanges } from "./release-changes.ts";
import { listOfTags } from "./list-of-tags.ts";
import { indexTags, releaseTags, type ReleaseTags } from "./release-tags.ts";
import type { ReleaseTarget } from "./target-or-next.ts";

/** Everything git tells about a version that is about to be tagged. Its own tag, if there is one, is left out of it. */
export interface ReleaseFacts extends ReleaseTarget {
  /** The commit to tag. */
  readonly commit: string;
  /** Name the tag has or will get. */
  readonly tag: string;
  readonly existing: Tag | undefined;
  /** Whether the version carries a mark such as rejected, whatever became of its tag. */
  readonly isMarked: boolean;
  /** Whether its tag is on record as made, and git has none any more. */
  readonly isLost: boolean;
  readonly tags: ReleaseTags;
  /** Absent when no plan can be made; `planProblems` say why. */
  readonly plan: Plan | undefined;
  readonly planProblems: readonly Problem[];
  /** The planned changes with their bodies and footers. */
  readonly changes: readonly Change[];
  readonly current: Version | undefined;
  /** Text of the changelog at the commit; empty when there is none. */
  readonly changelog: string;
  /** Title and objective of the version there. */
  readonly title: string | null;
  readonly objective: string | null;
  /** What the entry lists as removed. */
  readonly removed: readonly string[];
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
  const all = await repository.tags();
  const index = indexTags(all);
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
  const others = existing === undefined ? all : listOfTags([...all].filter(({ name }) => name !== existing.name));
  const planned = await tryPlan({ ...repository, tags: async () => others }, product, request, signals);
  const { plan } = planned;
  const current = plan?.current == null ? undefined : unwrap(parseVersion(plan.current.version));
  const since = current === undefined ? undefined : { ...plan!.current!, version: current };
  const tag = existing?.name ?? tags.write(text, since);
  const changelog = (await filesAt(repository, at)(component.changelog)) ?? "";
  const query = { tags: releaseTags(indexTags(others), component), to: at, channel: request.channel ?? undefined };
  return {
    ...target,
    ...planned,
    commit: at,
    tag,
    existing,
    isMarked: tags.isMarked(tag),
    isLost: existing === undefined && (await signals.wasMade(tag)),
    tags,
    changes: plan === undefined ? [] : (await releaseChanges(repository, product, component, query)).changes,
    current,
    changelog,
    ...entryFacts(changelog, text),
  };
}

/** Texts of files at a commit, as the checks read them. */
export function filesAt(repository: Repository, commit: string): (path: string) => Promise<string | undefined> {
  return async (path) => (await repository.files(commit, [path])).get(path)?.toString();
}

function entryFacts(changelog: string, version: string): Pick<ReleaseFacts, "title" | "objective" | "removed"> {
  const part = findEntry(parseChangelog(changelog), version);
  if (part === undefined) return { title: null, objective: null, removed: [] };
  const entry = parseEntry(part.raw);
  const removed = itemsOfSection(entry, "Removed").map(({ text }) => text);
  return { ...entryDetails(entry), removed: removed.filter((text) => !/^none\b/i.test(text)) };
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
