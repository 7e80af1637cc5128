import type { Component, Product } from "../config/product.ts";
import { recordedPicks } from "../domain/branch/merge-back.ts";
import { roleOf } from "../domain/branch/branch-rules.ts";
import { firstLine, type Commit } from "../domain/commit/commit.ts";
import { parseMessage } from "../domain/commit/message.ts";
import { referencesOf } from "../domain/commit/references.ts";
import { revertOf } from "../domain/commit/revert.ts";
import type { Release } from "../domain/history/base-search.ts";
import type { CommitGraph } from "../domain/history/commit-graph.ts";
import { firstReleases } from "../domain/history/first-releases.ts";
import { formatVersion, isPrerelease } from "../domain/version/version.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { must } from "../kernel/assert.ts";
import type { BranchReader, BranchRef, Repository } from "./ports.ts";
import { belongsTo } from "./component-paths.ts";
import { indexTags, releaseTags, type ReleaseTags } from "./release-tags.ts";

export interface TracedRelease {
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
}

/** Where one component carries the commit. */
export interface TracedComponent {
  readonly component: string | null;
  /** The first stable release that holds the commit; `null` while it is not released. */
  readonly first: TracedRelease | null;
  /** First releases on other lines, such as a maintenance branch it was merged into. */
  readonly elsewhere: readonly TracedRelease[];
  /** The first pre-release on the way to that release. */
  readonly prerelease: TracedRelease | null;
}

export interface RelatedCommit {
  readonly commit: string;
  readonly subject: string;
}

/** What git tells about one commit, up to the releases that carry it. */
export interface TracedCommit {
  readonly kind: "commit";
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  readonly authoredAt: string;
  readonly pullRequest: number | null;
  readonly issues: readonly string[];
  readonly releases: readonly TracedComponent[];
  /** Main, develop, release and hotfix branches that hold the commit. */
  readonly branches: readonly string[];
  readonly revertedBy: readonly RelatedCommit[];
  readonly cherryPickedTo: readonly RelatedCommit[];
  readonly cherryPickedFrom: string | null;
  readonly deployments: null;
}

/** Follows a commit to its pull request, its components and the releases and branches that carry it. */
export async function traceCommit(
  repository: Repository,
  reader: BranchReader,
  product: Product,
  hash: string,
): Promise<TracedCommit> {
  const [commit, graph, refs, tags, mentions] = await Promise.all([
    readCommit(repository, hash),
    reader.graph(),
    reader.branches(),
    repository.tags(),
    reader.mentioning(hash.slice(0, 7)),
  ]);
  if (!graph.has(hash)) throw new SlipwayError(onNoBranch(hash));
  const index = indexTags(tags);
  const { issues, pullRequest } = referencesOf(parseMessage(commit.message));
  const components = product.components.filter((component) => belongsTo(component)(commit));
  return {
    kind: "commit",
    commit: hash,
    subject: firstLine(commit.message),
    author: `${commit.author.name} <${commit.author.email}>`,
    authoredAt: isoTime(commit.authoredAt),
    pullRequest: pullRequest ?? (await pullRequestOfMerge(repository, graph, refs, product, hash)),
    issues,
    releases: components.map((component) => traceComponent(graph, hash, component, releaseTags(index, component))),
    branches: linesWith(graph, refs, product, hash),
    revertedBy: mentions.filter((other) => revertsCommit(other, hash)).map((other) => related(other)),
    cherryPickedTo: mentions.filter((other) => picksCommit(other, hash)).map((other) => related(other)),
    cherryPickedFrom: [...recordedPicks([commit]).keys()][0] ?? null,
    deployments: null,
  };
}

/** Unix seconds as ISO 8601 in UTC. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

async function readCommit(repository: Repository, hash: string): Promise<Commit> {
  for await (const [commit] of repository.log({ to: hash, paths: true })) if (commit !== undefined) return commit;
  return must<Commit>(undefined, `commit ${hash} can be read`);
}

function traceComponent(graph: CommitGraph, hash: string, component: Component, tags: ReleaseTags): TracedComponent {
  const releases = tags.all().filter(({ tag, commit }) => graph.has(commit) && !tags.isMarked(tag));
  const [first, ...elsewhere] = firstReleases(
    graph,
    hash,
    releases.filter(({ version }) => !isPrerelease(version)),
  );
  const [prerelease] = firstReleases(
    graph,
    hash,
    releases.filter(({ version }) => isPrerelease(version)),
  );
  const isBefore = first === undefined || (prerelease !== undefined && graph.contains(first.commit, prerelease.commit));
  return {
    component: component.name,
    first: first === undefined ? null : traced(first),
    elsewhere: elsewhere.map((release) => traced(release)),
    prerelease: prerelease === undefined || !isBefore ? null : traced(prerelease),
  };
}

function traced({ version, tag, commit }: Release): TracedRelease {
  return { version: formatVersion(version), tag, commit };
}

function linesWith(graph: CommitGraph, refs: readonly BranchRef[], { branches }: Product, hash: string): string[] {
  const holding = refs.filter(({ name, tip }) => {
    const role = roleOf(branches, name)?.name;
    return role !== undefined && role !== "feature" && graph.contains(tip, hash);
  });
  return [...new Set(holding.map(({ name }) => name))];
}

/** The number in the merge that brought the commit to main, for one whose own message has none. */
async function pullRequestOfMerge(
  repository: Repository,
  graph: CommitGraph,
  refs: readonly BranchRef[],
  { branches }: Product,
  hash: string,
): Promise<number | null> {
  const main = refs.find(({ name }) => roleOf(branches, name)?.name === "main");
  if (main === undefined || !graph.contains(main.tip, hash)) return null;
  const descendants = descendantsOf(graph, hash);
  let merge: string | undefined;
  for (const candidate of graph.firstParents(main.tip)) {
    if (!descendants.has(candidate)) break;
    merge = candidate;
  }
  if (merge === undefined || merge === hash || graph.parents(merge).length < 2) return null;
  return referencesOf(parseMessage((await readCommit(repository, merge)).message)).pullRequest;
}

function descendantsOf(graph: CommitGraph, hash: string): Set<string> {
  const found = new Set([hash]);
  for (const next of found) for (const child of graph.children(next)) found.add(child);
  return found;
}

function revertsCommit({ message, hash }: Commit, reverted: string): boolean {
  const revert = revertOf(parseMessage(message));
  return hash !== reverted && (revert?.hashes.some((prefix) => reverted.startsWith(prefix)) ?? false);
}

function picksCommit(commit: Commit, original: string): boolean {
  return [...recordedPicks([commit]).keys()].some((prefix) => original.startsWith(prefix));
}

function related({ hash, message }: Commit): RelatedCommit {
  return { commit: hash, subject: firstLine(message) };
}

function onNoBranch(hash: string): Problem {
  return {
    code: "commit-unreachable",
    kind: "input",
    found: `commit ${hash} is on no branch and under no tag, so no release can carry it`,
    expected: "a commit that a branch or a tag leads to",
    action: "fetch the branch it belongs to, or name another commit",
  };
}
