import picomatch from "picomatch";
import type { Component, Product } from "../config/product.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { isLockFile } from "../domain/component/lock-files.ts";
import { commitNumbers, type CommitNumbers } from "../domain/history/commit-numbers.ts";
import { searchBase, type Release } from "../domain/history/base-search.ts";
import { channelOf } from "../domain/version/channel.ts";
import { isPrerelease, type Version } from "../domain/version/version.ts";
import { SlipwayError } from "../kernel/problem.ts";
import type { Repository } from "./ports.ts";
import { notARelease } from "./problems.ts";
import type { ReleaseTags } from "./release-tags.ts";

/** What the history says about one component, seen from one commit. */
export interface ComponentHistory {
  readonly component: Component;
  readonly tags: ReleaseTags;
  /** The last stable release. */
  readonly stable: Release | undefined;
  /** The release the next one follows: on a channel it may be a pre-release. */
  readonly since: Release | undefined;
  /** Commits of the component since `stable`, newest first. */
  readonly commits: readonly Commit[];
  /** Whether a commit came after `since`. */
  isFresh(hash: string): boolean;
  /** Pre-releases since `stable`. */
  readonly prereleases: readonly Version[];
}

export interface HistoryQuery {
  readonly to: string;
  readonly channel: string | undefined;
  /** Tag to start after, instead of the release that is found. */
  readonly from: string | undefined;
}

/** Reads back from `to` until every component's base is found: one pass, however many components there are. */
export async function readHistory(
  repository: Repository,
  product: Product,
  tagsOf: ReadonlyMap<Component, ReleaseTags>,
  query: HistoryQuery,
): Promise<ComponentHistory[]> {
  const from = query.from === undefined ? undefined : await readStart(repository, query.from, query.to);
  const numbers = commitNumbers();
  const readers = product.components.map((component) =>
    historyReader(component, tagsOf.get(component)!, { ...query, start: from, numbers }),
  );
  const paths = product.components.some((component) => component.paths !== null);
  reading: for await (const batch of repository.log({ to: query.to, paths })) {
    for (const commit of batch) {
      let open = false;
      for (const reader of readers) open = reader.see(commit) || open;
      if (!open) break reading;
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
  /** Tells the next commit; answers whether more are needed. */
  see(commit: Commit): boolean;
  finish(): ComponentHistory;
}

function historyReader(
  component: Component,
  tags: ReleaseTags,
  { start: from, numbers, ...query }: HistoryQuery & { start: Start | undefined; numbers: CommitNumbers },
): HistoryReader {
  const named = from === undefined ? undefined : tags.named(from.name);
  if (from !== undefined && named === undefined) throw new SlipwayError(notARelease(from.name));
  const isBase = (release: Release): boolean =>
    named === undefined || isPrerelease(named.version) ? !isPrerelease(release.version) : release.tag === named.tag;
  const isOnChannel = ({ version }: Release): boolean =>
    query.channel !== undefined && channelOf(version) === query.channel;
  const stable = searchBase(query.to, (hash) => tags.at(hash).filter((release) => isBase(release)), numbers);
  const since =
    query.channel === undefined
      ? stable
      : searchBase(
          query.to,
          (hash) => tags.at(hash).filter((release) => isBase(release) || isOnChannel(release)),
          numbers,
        );
  const belongs = belongsTo(component);
  const commits: Commit[] = [];
  const prereleases = new Map<string, Version[]>();
  return {
    see(commit) {
      if (stable.done) return false;
      stable.see(commit);
      if (since !== stable) since.see(commit);
      const found = tags.at(commit.hash).flatMap(({ version }) => (isPrerelease(version) ? version : []));
      if (found.length > 0) prereleases.set(commit.hash, found);
      if (stable.inRange(commit.hash) && belongs(commit)) commits.push(commit);
      return !stable.done;
    },
    finish() {
      const isFresh = (hash: string): boolean => (from === undefined ? since.inRange(hash) : from.commits.has(hash));
      const inRange = named === undefined || isPrerelease(named.version) ? stable.inRange : isFresh;
      const isKnown = (hash: string): boolean => stable.inRange(hash) && !(from?.commits.has(hash) ?? false);
      return {
        component,
        tags,
        stable: named === undefined || isPrerelease(named.version) ? stable.base : named,
        since: named ?? since.base,
        commits: commits.filter(({ hash }) => inRange(hash)),
        isFresh,
        prereleases: [...prereleases].flatMap(([hash, versions]) => (isKnown(hash) ? versions : [])),
      };
    },
  };
}

/** Whether a commit touches a component. Lock files are left out: they follow from other files and release nothing. */
export function belongsTo({ paths: globs }: Component): (commit: Commit) => boolean {
  if (globs === null) return () => true;
  const matches = picomatch(
    globs.flatMap((glob) => (glob === "." ? ["**"] : [glob, `${glob}/**`])),
    { dot: true },
  );
  return ({ paths = [] }) => paths.some((path) => matches(path) && !isLockFile(path));
}
