import picomatch from "picomatch";
import type { Component, Product } from "../config/product.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { isLockFile } from "../domain/component/lock-files.ts";
import { commitNumbers, type CommitNumbers } from "../domain/history/commit-numbers.ts";
import { searchBase, type Release } from "../domain/history/base-search.ts";
import { highestStable, successorsOf } from "../domain/history/straggler.ts";
import { channelOf } from "../domain/version/channel.ts";
import { compareVersions, formatVersion, isPrerelease, type Version } from "../domain/version/version.ts";
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
  /**
   * Commits of the component since `since`, newest first. On a channel that is not a part of `commits`: a merge may bring
   * in what was released meanwhile, and that is new to the channel.
   */
  readonly fresh: readonly Commit[];
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
    const numbers = commitNumbers();
    return readOnce(repository, product, query, (component) =>
      historyReader(component, tagsOf.get(component)!, {
        ...query,
        start: from,
        certain: bases.get(component),
        numbers,
      }),
    );
  };
  const histories = await read(new Map());
  const bases = from === undefined ? await basesBelowStragglers(repository, histories) : new Map();
  const settled = bases.size === 0 ? histories : await read(bases);
  return Promise.all(settled.map((history) => withAnnounced(repository, query, history)));
}

/** A pre-release may be older than the last stable release and still announce a higher number, which its channel keeps. */
async function withAnnounced(
  repository: Repository,
  { to, from, channel }: HistoryQuery,
  history: ComponentHistory,
): Promise<ComponentHistory> {
  const { stable, tags, prereleases } = history;
  if (channel === undefined || stable === undefined) return history;
  const known = new Set(prereleases.map((version) => formatVersion(version)));
  const isCounted = ({ tag, commit, version }: Release): boolean =>
    !known.has(formatVersion(version)) && tags.at(commit).some((release) => release.tag === tag);
  const higher = tags
    .all()
    .filter(({ version }) => channelOf(version) === channel && compareVersions(version, stable.version) > 0)
    .filter((release) => isCounted(release));
  if (higher.length === 0) return history;
  const merged = new Set(await repository.mergedTags(from ?? to));
  const announced = higher.filter(({ tag }) => merged.has(tag)).map(({ version }) => version);
  return { ...history, prereleases: [...prereleases, ...announced] };
}

async function readOnce(
  repository: Repository,
  product: Product,
  query: HistoryQuery,
  readerOf: (component: Component) => HistoryReader,
): Promise<ComponentHistory[]> {
  const readers = product.components.map((component) => readerOf(component));
  const paths = needsPaths(product);
  reading: for await (const batch of repository.log({ to: query.to, paths })) {
    for (const commit of batch) {
      let open = false;
      for (const reader of readers) open = reader.see(commit) || open;
      if (!open) break reading;
    }
  }
  return readers.map((reader) => reader.finish());
}

/** Bases that are certain before the history is read. */
type Bases = ReadonlyMap<Component, Release>;

/** Costs nothing as long as no number after a base is tagged, which is the normal case. */
async function basesBelowStragglers(repository: Repository, histories: readonly ComponentHistory[]): Promise<Bases> {
  const bases = new Map<Component, Release>();
  for (const { component, tags, stable } of histories) {
    if (stable === undefined || !(await isStraggler(repository, tags, stable))) continue;
    const merged = await repository.mergedTags(stable.commit);
    const highest = highestStable(merged.flatMap((name) => (tags.isMarked(name) ? [] : (tags.named(name) ?? []))));
    if (highest !== undefined && highest.tag !== stable.tag) bases.set(component, highest);
  }
  return bases;
}

async function isStraggler(repository: Repository, tags: ReleaseTags, stable: Release): Promise<boolean> {
  for (const version of successorsOf(stable)) {
    const tag = tags.find(version);
    if (tag === undefined || tags.isMarked(tag.name) || tag.commit === stable.commit) continue;
    if (await repository.isAncestor(tag.commit, stable.commit)) return true;
  }
  return false;
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

interface ReaderQuery extends HistoryQuery {
  readonly start: Start | undefined;
  /** The base, where it is known before the history is read. */
  readonly certain: Release | undefined;
  readonly numbers: CommitNumbers;
}

function historyReader(
  component: Component,
  tags: ReleaseTags,
  { start: from, certain, numbers, ...query }: ReaderQuery,
): HistoryReader {
  const named = from === undefined ? undefined : tags.named(from.name);
  if (from !== undefined && named === undefined) throw new SlipwayError(notARelease(from.name));
  const isBase = (release: Release): boolean =>
    certain !== undefined
      ? release.tag === certain.tag
      : named === undefined || isPrerelease(named.version)
        ? !isPrerelease(release.version)
        : release.tag === named.tag;
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
      if (stable.done && since.done) return false;
      stable.see(commit);
      if (since !== stable) since.see(commit);
      const found = tags.at(commit.hash).flatMap(({ version }) => (isPrerelease(version) ? version : []));
      if (found.length > 0) prereleases.set(commit.hash, found);
      if (belongs(commit)) commits.push(commit); // a base found later may bring back what an earlier one covered
      return !(stable.done && since.done);
    },
    finish() {
      const isFresh = (hash: string): boolean => (from === undefined ? since.inRange(hash) : from.commits.has(hash));
      const isPast = named === undefined || isPrerelease(named.version);
      const inRange = isPast ? stable.inRange : isFresh;
      const isKnown = (hash: string): boolean => stable.inRange(hash) && !(from?.commits.has(hash) ?? false);
      return {
        component,
        tags,
        stable: isPast ? stable.base : named,
        since: named ?? since.base,
        commits: commits.filter(({ hash }) => inRange(hash)),
        fresh: commits.filter(({ hash }) => isFresh(hash)),
        isFresh,
        prereleases: [...prereleases].flatMap(([hash, versions]) => (isKnown(hash) ? versions : [])),
      };
    },
  };
}

/**
 * Whether a commit counts for a component. Lock files are left out of parts: they follow from other files and release
 * nothing of themselves. A commit without any path counts for the product as a whole.
 */
export function belongsTo({ paths, exclude }: Component): (commit: Commit) => boolean {
  const whole = paths === null || paths.includes(".");
  if (whole && exclude.length === 0) return () => true;
  const inside = whole ? () => true : below(paths);
  const outside = exclude.length === 0 ? () => false : below(exclude);
  const counts = (path: string): boolean => inside(path) && !outside(path) && (whole || !isLockFile(path));
  return ({ paths: touched = [] }) => (whole && touched.length === 0) || touched.some((path) => counts(path));
}

/** Plain folders are compared as text: with fifty components, patterns would cost more than the rest of the plan. */
function below(globs: readonly string[]): (path: string) => boolean {
  const plain = globs.filter((glob) => /^[\w./@-]+$/.test(glob)).map((folder) => ({ folder, inside: `${folder}/` }));
  const patterns = globs.filter((glob) => !plain.some(({ folder }) => folder === glob));
  const matches =
    patterns.length === 0
      ? () => false
      : picomatch(
          patterns.flatMap((glob) => [glob, `${glob}/**`]),
          { dot: true },
        );
  return (path) => plain.some(({ folder, inside }) => path.startsWith(inside) || path === folder) || matches(path);
}

/** Whether commits have to be read with the paths they touch. */
export function needsPaths({ components }: Product): boolean {
  return components.some(({ paths, exclude }) => (paths !== null && !paths.includes(".")) || exclude.length > 0);
}
