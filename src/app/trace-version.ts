import type { Component, Product } from "../config/product.ts";
import type { Commit } from "../domain/commit/commit.ts";
import type { Release } from "../domain/history/base-search.ts";
import type { CommitGraph } from "../domain/history/commit-graph.ts";
import { changesOf } from "../domain/plan/change.ts";
import { compareVersions, formatVersion, isPrerelease, versionOf, type Version } from "../domain/version/version.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { readCorrections } from "./corrections.ts";
import type { BranchReader, Repository, TagDetails } from "./ports.ts";
import { belongsTo } from "./component-paths.ts";
import { indexTags, releaseTags, type ReleaseTags } from "./release-tags.ts";
import { isoTime } from "./trace-commit.ts";

export interface TracedChange {
  readonly commit: string;
  readonly type: string | null;
  readonly subject: string;
  readonly breaking: boolean;
  readonly pullRequest: number | null;
}

/** What git tells about one release: its tag, what came with it, and the files it left. */
export interface TracedVersion {
  readonly kind: "version";
  readonly component: string | null;
  readonly version: string;
  readonly tag: Omit<TagDetails, "taggedAt"> & {
    readonly name: string;
    readonly commit: string;
    readonly taggedAt: string | null;
    /** Rejected or rolled back. */
    readonly marked: boolean;
  };
  readonly previous: { readonly version: string; readonly tag: string } | null;
  readonly commits: number;
  readonly changes: readonly TracedChange[];
  /** Heading of the changelog entry at the tag. */
  readonly changelog: { readonly path: string; readonly heading: string } | null;
  /** Release files of this version at the tag: manifest, checksums, bundle. */
  readonly files: readonly string[];
  readonly deployments: null;
}

/** A release that was found by what a person typed. */
export interface FoundRelease {
  readonly component: Component;
  readonly tags: ReleaseTags;
  readonly release: Release;
}

/** The release an operand `[COMPONENT@]X.Y.Z` or a tag name stands for; absent when it looks like neither. */
export async function findRelease(
  repository: Repository,
  product: Product,
  operand: string,
): Promise<FoundRelease | undefined> {
  const at = operand.lastIndexOf("@");
  const [name, text] = at < 1 ? [undefined, operand] : [operand.slice(0, at), operand.slice(at + 1)];
  const version = versionOf(text.replace(/^v/, ""));
  const index = indexTags(await repository.tags());
  const found = product.components.flatMap((component): FoundRelease[] => {
    const tags = releaseTags(index, component);
    const byName = tags.named(operand);
    if (byName !== undefined) return [{ component, tags, release: byName }];
    const tag = version === undefined ? undefined : tags.find(formatVersion(version));
    const release = tag === undefined ? undefined : tags.named(tag.name);
    return release === undefined || (name !== undefined && component.name !== name)
      ? []
      : [{ component, tags, release }];
  });
  if (found.length > 1) throw new SlipwayError(severalReleases(operand, found));
  if (found.length === 0 && version !== undefined) throw new SlipwayError(unknownVersion(operand));
  return found[0];
}

/** Follows a release back to its tag, the commits it brought and the files it left. */
export async function traceVersion(
  repository: Repository,
  reader: BranchReader,
  product: Product,
  { component, tags, release }: FoundRelease,
): Promise<TracedVersion> {
  const [details, graph] = await Promise.all([reader.tagDetails(release.tag), reader.graph()]);
  const previous = releaseBefore(graph, tags, release);
  const [commits, corrections, changelog, files] = await Promise.all([
    commitsBetween(repository, component, previous, release),
    readCorrections(repository, release.commit, product.changelog.corrections),
    changelogEntry(repository, component, release),
    releaseFiles(repository, product, release),
  ]);
  const { taggedAt, ...tag } = details;
  return {
    kind: "version",
    component: component.name,
    version: formatVersion(release.version),
    tag: {
      ...tag,
      name: release.tag,
      commit: release.commit,
      taggedAt: taggedAt === null ? null : isoTime(taggedAt),
      marked: tags.isMarked(release.tag),
    },
    previous: previous === undefined ? null : { version: formatVersion(previous.version), tag: previous.tag },
    commits: commits.length,
    changes: changesOf(commits, component.rules, corrections)
      .filter(({ cancelled, bump }) => !cancelled && bump !== "none")
      .map(({ commit, type, subject, breaking, pullRequest }) => ({ commit, type, subject, breaking, pullRequest })),
    changelog,
    files,
    deployments: null,
  };
}

/** The highest release below this one that its history holds; a stable release follows a stable one. */
function releaseBefore(graph: CommitGraph, tags: ReleaseTags, { version, commit }: Release): Release | undefined {
  const isBefore = (other: Version): boolean =>
    compareVersions(other, version) < 0 && (isPrerelease(version) || !isPrerelease(other));
  let best: Release | undefined;
  for (const other of tags.all()) {
    if (!isBefore(other.version) || tags.isMarked(other.tag) || !graph.has(other.commit)) continue;
    if (best !== undefined && compareVersions(other.version, best.version) <= 0) continue;
    if (graph.contains(commit, other.commit)) best = other;
  }
  return best;
}

async function commitsBetween(
  repository: Repository,
  component: Component,
  previous: Release | undefined,
  { commit }: Release,
): Promise<Commit[]> {
  const belongs = belongsTo(component);
  const not = previous === undefined ? [] : [previous.commit];
  const found: Commit[] = [];
  for await (const batch of repository.log({ to: commit, not, paths: component.paths !== null }))
    found.push(...batch.filter((each) => belongs(each)));
  return found;
}

async function changelogEntry(
  repository: Repository,
  { changelog: path }: Component,
  { version, commit }: Release,
): Promise<TracedVersion["changelog"]> {
  const text = (await repository.files(commit, [path])).get(path)?.toString() ?? "";
  const wanted = formatVersion(version);
  const heading = text.split(/\r?\n/).find((line) => {
    const named = /^#{1,3} \[?v?(\d+\.\d+\.\d+[^\s\])]*)/.exec(line)?.[1];
    return named === wanted;
  });
  return heading === undefined ? null : { path, heading: heading.replace(/^#+ /, "") };
}

/** Files of the release folder, or manifests beside the code, whose name holds exactly this version. */
async function releaseFiles(
  repository: Repository,
  { releaseFolder }: Product,
  { version, commit }: Release,
): Promise<string[]> {
  const wanted = formatVersion(version);
  const manifest = `RELEASE-MANIFEST-${wanted}.md`;
  const atTop = await repository.files(commit, [manifest]);
  const inFolder = await repository.list(commit, releaseFolder);
  return [...atTop.keys(), ...inFolder.filter((path) => namesVersion(path, wanted))];
}

function namesVersion(path: string, version: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const at = name.indexOf(version);
  return at > 0 && /[-@_v]/.test(name[at - 1]!) && !/^(?:[\d+-]|\.\d)/.test(name.slice(at + version.length));
}

function severalReleases(operand: string, found: readonly FoundRelease[]): Problem {
  const names = found.map(({ component }) => `${component.name}@${operand}`);
  return {
    code: "component-needed",
    kind: "input",
    found: `${found.length} components released ${operand}`,
    expected: `one of ${names.join(", ")}`,
    action: `for example \`slipway trace ${names[0]}\``,
  };
}

function unknownVersion(operand: string): Problem {
  return {
    code: "unknown-version",
    kind: "input",
    found: `no release tag stands for ${operand}`,
    expected: "a released version, as [COMPONENT@]X.Y.Z, or a commit",
    action: "list the tags with `git tag`, fetch them with `git fetch --tags`, or set `tag` in slipway.yaml",
  };
}
