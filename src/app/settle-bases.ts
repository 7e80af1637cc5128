import type { Component } from "../config/product.ts";
import type { Release } from "../domain/history/base-search.ts";
import { highestStable, successorsOf } from "../domain/history/straggler.ts";
import { channelOf } from "../domain/version/channel.ts";
import { compareVersions, formatVersion } from "../domain/version/version.ts";
import type { Repository } from "./ports.ts";
import type { ComponentHistory, HistoryQuery } from "./component-history.ts";
import type { ReleaseTags } from "./release-tags.ts";

/** Bases that are certain before the history is read. */
export type Bases = ReadonlyMap<Component, Release>;

/** Costs nothing as long as no number after a base is tagged, which is the normal case. */
export async function basesBelowStragglers(
  repository: Repository,
  histories: readonly ComponentHistory[],
): Promise<Bases> {
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

/** A pre-release may be older than the last stable release and still announce a higher number, which its channel keeps. */
export async function withAnnounced(
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
