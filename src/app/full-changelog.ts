import type { Component, Product } from "../config/product.ts";
import { parseChangelog, type ChangelogDocument } from "../domain/changelog/document.ts";
import { releaseEntry, type ReleaseEntry } from "../domain/changelog/release-entry.ts";
import type { Commit } from "../domain/commit/commit.ts";
import type { Release } from "../domain/history/base-search.ts";
import { releaseOwners, UNRELEASED, type Owners } from "../domain/history/release-owners.ts";
import { changeReader, type Corrections } from "../domain/plan/change.ts";
import { compareVersions, formatVersion, isPrerelease } from "../domain/version/version.ts";
import { isoDay } from "../kernel/iso-day.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { detailsIn, readChangelog } from "./changelog-file.ts";
import { componentOf } from "./component-of.ts";
import { readCorrections } from "./corrections.ts";
import { emptyRepository, shallowClone } from "./problems.ts";
import { belongsTo } from "./component-paths.ts";
import type { Repository, Workspace } from "./ports.ts";
import { indexTags, releaseTags, type ReleaseTags } from "./release-tags.ts";

export interface FullChangelog {
  readonly component: Component;
  /** The changelog as it is: at the revision asked for, or in the working tree. */
  readonly text: string | undefined;
  /** Every release reachable from the revision, newest first, in batches as soon as their last commits were read. */
  readonly releases: AsyncIterable<readonly ReleaseEntry[]>;
}

/**
 * The changelog of every release, in one pass over the log. A release has the changes since the one before it, as when it
 * was planned: a stable one those since the last stable one, so what its pre-releases told is told again; one that was
 * rejected or rolled back is built upon by none, so the release that replaces it tells its changes too.
 */
export async function fullChangelog(
  tools: { readonly repository: Repository; readonly workspace: Workspace; readonly product: Product },
  request: { readonly component: string | undefined; readonly to: string | undefined },
): Promise<FullChangelog> {
  const { repository, workspace, product } = tools;
  const component = componentOf(product, request.component);
  const state = await repository.state();
  if (state.shallow) throw new SlipwayError(shallowClone());
  if (request.to === undefined && state.head === undefined) throw new SlipwayError(emptyRepository());
  const to = request.to === undefined ? state.head! : await repository.resolve(request.to);
  const [tags, corrections, text] = await Promise.all([
    repository.tags(),
    readCorrections(repository, to, product.changelog.corrections),
    readChangelog(repository, workspace, component, request.to),
  ]);
  const collector = collectReleases(to, releaseTags(indexTags(tags), component), belongsTo(component));
  const finish = finisher(component, corrections, text === undefined ? undefined : parseChangelog(text), to);
  const log = repository.log({
    to,
    paths: component.paths !== null,
    mergePaths: component.countsEmptyCommits,
    childrenFirst: true,
  });
  return { component, text, releases: releasesIn(log, collector, finish) };
}

async function* releasesIn(
  log: AsyncIterable<readonly Commit[]>,
  collector: Collector,
  finish: (collected: Collected) => ReleaseEntry,
): AsyncGenerator<readonly ReleaseEntry[]> {
  for await (const batch of log) {
    for (const commit of batch) collector.see(commit);
    yield collector.complete().map((release) => finish(release));
  }
}

interface Collected {
  /** `undefined` for what is not released yet. */
  readonly release: Release | undefined;
  readonly yanked: boolean;
  readonly committedAt: number;
  commits: Commit[];
}

interface Collector {
  see(commit: Commit): void;
  /** Releases that have all their commits and were not given out yet, newest first. */
  complete(): Collected[];
}

function collectReleases(to: string, tags: ReleaseTags, belongs: (commit: Commit) => boolean): Collector {
  const at = Map.groupBy(tags.all(), (release) => release.commit);
  const owners = releaseOwners(to);
  const found: (Collected | undefined)[] = [{ release: undefined, yanked: false, committedAt: 0, commits: [] }];
  let given = 0;

  /** Numbers the releases at a commit, highest first; the lowest of each kind is the one its commits belong to. */
  function number({ hash, committedAt }: Commit): Partial<Owners> | undefined {
    const here = at.get(hash);
    if (here === undefined) return undefined;
    let numbers: Partial<Owners> = {};
    for (const release of withoutTwins(here)) {
      const yanked = tags.isMarked(release.tag);
      const any = found.push({ release, yanked, committedAt, commits: [] }) - 1;
      numbers = yanked || isPrerelease(release.version) ? { ...numbers, any } : { any, stable: any };
    }
    return numbers;
  }

  return {
    see(commit) {
      const { any, stable } = owners.see(commit, number(commit));
      if (!belongs(commit)) return;
      found[any]!.commits.push(commit);
      if (stable !== any && stable !== UNRELEASED) found[stable]!.commits.push(commit);
    },
    complete() {
      const ready: Collected[] = [];
      for (; given < found.length && !owners.isOpen(given); given++) {
        ready.push(found[given]!);
        found[given] = undefined;
      }
      return ready;
    },
  };
}

/** Highest first; of two tags that give a commit the same version, the first. */
function withoutTwins(releases: readonly Release[]): readonly Release[] {
  if (releases.length === 1) return releases;
  const sorted = releases.toSorted((a, b) => compareVersions(b.version, a.version));
  return sorted.filter(
    ({ version }, index) => index === 0 || compareVersions(sorted[index - 1]!.version, version) !== 0,
  );
}

function finisher(
  { rules }: Component,
  corrections: Corrections,
  document: ChangelogDocument | undefined,
  to: string,
): (collected: Collected) => ReleaseEntry {
  const read = changeReader(rules, corrections);
  return ({ release, yanked, committedAt, commits }) => {
    const version = release === undefined ? null : formatVersion(release.version);
    const { title, objective } = detailsIn(document, version);
    const date = release === undefined ? null : isoDay(committedAt);
    const place = { tag: release?.tag ?? null, commit: release?.commit ?? to };
    return releaseEntry({ version, date, ...place, title, objective, yanked }, read(commits));
  };
}
