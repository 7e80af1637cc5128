import type { Component, Product } from "../config/product.ts";
import type { Commit } from "../domain/commit/commit.ts";
import type { Release } from "../domain/history/base-search.ts";
import { changesOf, type Change } from "../domain/plan/change.ts";
import { channelOf } from "../domain/version/channel.ts";
import { compareVersions, type Version } from "../domain/version/version.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { readCorrections } from "./corrections.ts";
import type { Repository } from "./ports.ts";
import { readHistory } from "./read-history.ts";
import type { ReleaseTags } from "./release-tags.ts";

export interface ChangesQuery {
  readonly tags: ReleaseTags;
  /** Newest commit. */
  readonly to: string;
  /** Tag to start after, instead of the release before. */
  readonly from?: string | undefined;
  readonly channel?: string | undefined;
  /** Look back from the release of this version: the tags it has at `to` are not the release before it. */
  readonly released?: Version | undefined;
}

export interface ReleaseChanges {
  /** The release before. */
  readonly since: Release | undefined;
  /** Newest first, corrections applied. */
  readonly changes: readonly Change[];
}

/** The changes of one release of a component: those since the release before it. */
export async function releaseChanges(
  repository: Repository,
  product: Product,
  component: Component,
  query: ChangesQuery,
): Promise<ReleaseChanges> {
  const { to, released } = query;
  const tags = released === undefined ? query.tags : withoutLater(query.tags, to, released);
  const channel = query.channel ?? (released === undefined ? undefined : channelOf(released));
  const [corrections, [history]] = await Promise.all([
    readCorrections(repository, to, product.changelog.corrections),
    readHistory(repository, { ...product, components: [component] }, new Map([[component, tags]]), {
      to,
      channel,
      from: query.from,
    }),
  ]);
  const fresh = history!.commits.filter(({ hash }) => history!.isFresh(hash));
  return { since: history!.since, changes: changesOf(fresh, component.rules, corrections) };
}

export async function commitAt(repository: Repository, revision: string): Promise<Commit> {
  for await (const [commit] of repository.log({ to: revision })) if (commit !== undefined) return commit;
  throw new SlipwayError({
    code: "no-commit",
    kind: "input",
    found: `${revision} is a tree or a file, not a commit`,
    expected: "a release tag that leads to a commit",
    action: "make the tag anew at the commit of the release, or name another version",
  });
}

function withoutLater(tags: ReleaseTags, commit: string, released: Version): ReleaseTags {
  const at = (hash: string): readonly Release[] =>
    hash === commit ? tags.at(hash).filter(({ version }) => compareVersions(version, released) < 0) : tags.at(hash);
  return { ...tags, at };
}
