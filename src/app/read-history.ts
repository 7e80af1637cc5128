import type { Component, Product } from "../config/product.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { mergedTwice } from "../domain/history/merged-twice.ts";
import { searchBase, type BaseSearch, type Release } from "../domain/history/base-search.ts";
import { channelOf } from "../domain/version/channel.ts";
import { isPrerelease, type Version } from "../domain/version/version.ts";
import { SlipwayError } from "../kernel/problem.ts";
import type { ComponentHistory, HistoryQuery } from "./component-history.ts";
import { belongsTo, needsPaths } from "./component-paths.ts";
import type { Repository } from "./ports.ts";
import { notARelease } from "./problems.ts";
import type { ReleaseTags } from "./release-tags.ts";
import { basesBelowStragglers, withAnnounced, type Bases } from "./settle-bases.ts";

/**
 * Reads back from `to` until every component's base is found: one pass, however many components there are, and a second
 * one in the rare case that a base turns out to be a straggler of an older line.
 */
export async function readHistory(
  repository: Repository,
  product: Product,
  tagsOf: ReadonlyMap<Component, ReleaseTags>,
  query: HistoryQuery,
): Promise<ComponentHistory[]> {
  const from = query.from === undefined ? undefined : await readStart(repository, query.from, query.to);
  const read = (bases: Bases): Promise<ComponentHistory[]> => {
    const trunk = searchBase(query.to, () => []);
    return readOnce(repository, product, { ...query, trunk }, (component) =>
      historyReader(component, tagsOf.get(component)!, {
        ...query,
        start: from,
        certain: bases.get(component),
        trunk,
      }),
    );
  };
  const histories = await read(new Map());
  const bases = from === undefined ? await basesBelowStragglers(repository, histories) : new Map();
  const settled = bases.size === 0 ? histories : await read(bases);
  return Promise.all(settled.map((history) => withAnnounced(repository, query, history)));
}

async function readOnce(
  repository: Repository,
  product: Product,
  query: HistoryQuery & { readonly trunk: BaseSearch },
  readerOf: (component: Component) => HistoryReader,
): Promise<ComponentHistory[]> {
  const readers = product.components.map((component) => readerOf(component));
  const paths = needsPaths(product);
  const mergePaths = product.components.some(({ countsEmptyCommits }) => countsEmptyCommits);
  reading: for await (const batch of repository.log({ to: query.to, paths, mergePaths })) {
    for (const commit of batch) {
      for (const reader of readers) reader.see(commit);
      query.trunk.see(commit);
      if (readers.every((reader) => reader.done)) break reading;
    }
  }
  return readers.map((reader) => reader.finish());
}

/** The commits after a release the user named. */
interface Start {
  readonly name: string;
  readonly commits: ReadonlySet<string>;
}

async function readStart(repository: Repository, name: string, to: string): Promise<Start> {
  const not = [await repository.resolve(name)];
  const commits = new Set<string>();
  for await (const batch of repository.log({ to, not })) for (const { hash } of batch) commits.add(hash);
  return { name: name.replace(/^refs\/tags\//, ""), commits };
}

interface HistoryReader {
  /** Tells the next commit, before the trunk is told. */
  see(commit: Commit): void;
  /** Whether no more commits are needed. */
  readonly done: boolean;
  finish(): ComponentHistory;
}

interface ReaderQuery extends HistoryQuery {
  readonly start: Start | undefined;
  /** The base, where it is known before the history is read. */
  readonly certain: Release | undefined;
  /** A search without releases. It serves every component until the first release of that component. */
  readonly trunk: BaseSearch;
}

function historyReader(
  component: Component,
  tags: ReleaseTags,
  { start: from, certain, trunk, ...query }: ReaderQuery,
): HistoryReader {
  const named = from === undefined ? undefined : tags.named(from.name);
  if (from !== undefined && named === undefined) throw new SlipwayError(notARelease(from.name));
  const isBase = (release: Release): boolean =>
    certain !== undefined
      ? release.tag === certain.tag
      : named === undefined || isPrerelease(named.version)
        ? !isPrerelease(release.version)
        : release.tag === named.tag;
  const releasesThat =
    (isWanted: (release: Release) => boolean) =>
    (hash: string): readonly Release[] => {
      const here = tags.at(hash);
      return here.length === 0 ? here : here.filter(isWanted); // hardly any commit has one
    };
  const isOnChannel = ({ version }: Release): boolean =>
    query.channel !== undefined && channelOf(version) === query.channel;
  let [stable, since] = [trunk, trunk];
  const leaveTrunk = (): void => {
    stable = trunk.branch(releasesThat(isBase));
    since =
      query.channel === undefined
        ? stable
        : trunk.branch(releasesThat((release) => isBase(release) || isOnChannel(release)));
  };
  const belongs = belongsTo(component);
  const twice = component.countsEmptyCommits ? mergedTwice() : undefined;
  const commits: Commit[] = [];
  const prereleases = new Map<string, Version[]>();
  return {
    see(commit) {
      if (this.done) return;
      const here = tags.at(commit.hash);
      if (here.length > 0) {
        if (stable === trunk) leaveTrunk();
        const found = here.flatMap(({ version }) => (isPrerelease(version) ? version : []));
        if (found.length > 0) prereleases.set(commit.hash, found);
      }
      if (stable !== trunk) stable.see(commit);
      if (since !== stable) since.see(commit);
      twice?.see(commit);
      if (belongs(commit)) commits.push(commit); // a base found later may bring back what an earlier one covered
    },
    get done() {
      return stable.done && since.done;
    },
    finish() {
      const isFresh = (hash: string): boolean => (from === undefined ? since.inRange(hash) : from.commits.has(hash));
      const counted = twice === undefined ? commits : commits.filter(({ hash }) => !twice.has(hash));
      const isPast = named === undefined || isPrerelease(named.version);
      const inRange = isPast ? stable.inRange : isFresh;
      const isKnown = (hash: string): boolean => stable.inRange(hash) && !(from?.commits.has(hash) ?? false);
      return {
        component,
        tags,
        stable: isPast ? stable.base : named,
        since: named ?? since.base,
        commits: counted.filter(({ hash }) => inRange(hash)),
        fresh: counted.filter(({ hash }) => isFresh(hash)),
        isFresh,
        prereleases: [...prereleases].flatMap(([hash, versions]) => (isKnown(hash) ? versions : [])),
      };
    },
  };
}
