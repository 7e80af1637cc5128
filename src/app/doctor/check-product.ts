import picomatch from "picomatch";
import type { Component, Product } from "../../config/product.ts";
import { parseChangelog, findEntry } from "../../domain/changelog/document.ts";
import { tagFamilies } from "../../domain/history/tag-families.ts";
import { planReleases } from "../plan-releases.ts";
import type { Repository } from "../ports.ts";
import { indexTags, releaseTags } from "../release-tags.ts";
import { fine, problem, warning, type Seen } from "./finding.ts";

/** Which tags count as releases, and which look like one and do not. */
export async function checkTags(repository: Repository, product: Product): Promise<readonly Seen[]> {
  const list = await repository.tags();
  const { tags } = list;
  const index = indexTags(list);
  const matched = new Set(
    product.components.flatMap((component) =>
      releaseTags(index, component)
        .all()
        .map(({ tag }) => tag),
    ),
  );
  const others = tags.map(({ name }) => name).filter((name) => !matched.has(name) && !name.startsWith("slipway/"));
  const lookalikes = tagFamilies(others).reduce((sum, { count }) => sum + count, 0);
  const examples = others.length === 0 ? "" : ` (${others.slice(-3).join(", ")})`;
  const counts = `${matched.size} tags match, ${others.length} do not${examples}`;
  if (tags.length === 0) return [warning("no tags", "git fetch --tags, unless nothing was released yet")];
  if (matched.size === 0) return [problem(counts, "set `tag` in slipway.yaml, or let `slipway init` detect it")];
  if (lookalikes > 0)
    return [
      warning(
        `${counts}; ${lookalikes} of them look like releases`,
        "add their pattern to `tag` if they are releases of this product",
      ),
    ];
  return [fine(counts)];
}

export interface Releases {
  readonly seen: readonly Seen[];
  /** Version of the release each component stands on. */
  readonly current: ReadonlyMap<Component, string>;
}

/** The release each component stands on, found as `slipway plan` finds it; no command of the configuration is run. */
export async function checkReleases(repository: Repository, product: Product): Promise<Releases> {
  if ((await repository.state()).head === undefined) return { seen: [fine("no commit yet")], current: new Map() };
  const plans = await planReleases(repository, product, {});
  const current = new Map<Component, string>();
  const seen = plans.map(({ component: name, current: release, next }) => {
    const component = product.components.find((each) => each.name === name);
    if (release !== null && component !== undefined) current.set(component, release.version);
    const state = release === null ? "no release yet" : `${release.tag} is reachable`;
    return fine(`${name === null ? "" : `${name}: `}${state}${next === null ? "" : `, ${next} is next`}`);
  });
  return { seen, current };
}

/** Every component has files, and no file belongs to two of them. */
export async function checkComponents(repository: Repository, product: Product): Promise<readonly Seen[]> {
  const { head } = await repository.state();
  const parts = product.components.filter(({ paths }) => paths !== null);
  if (parts.length === 0 || head === undefined) return [fine("released as one")];
  const files = await repository.list(head, "");
  const owners = parts.map(({ name, paths }) => {
    const globs = (paths ?? []).flatMap((glob) => (glob === "." ? ["**"] : [glob, `${glob}/**`]));
    return { name: `${name}`, owns: picomatch([...globs], { dot: true }), count: 0 };
  });
  const shared = new Map<string, string>();
  for (const file of files) {
    const here = owners.filter(({ owns }) => owns(file));
    for (const owner of here) owner.count++;
    if (here.length > 1) shared.set(here.map(({ name }) => name).join(" and "), file);
  }
  const empty = owners.filter(({ count }) => count === 0);
  const seen = [
    ...empty.map(({ name }) =>
      problem(`component ${name} has no file at HEAD`, `correct its \`path\` in ${product.source}`),
    ),
    ...[...shared].map(([names, file]) =>
      warning(
        `${names} share files, for example ${file}`,
        "a change there releases both; narrow their paths unless that is meant",
      ),
    ),
  ];
  return seen.length > 0 ? seen : [fine(`${parts.length} components, each with files of its own`)];
}

/** A changelog can be parsed and tells of the current release, with its day. */
export async function checkChangelogs(
  repository: Repository,
  product: Product,
  current: ReadonlyMap<Component, string>,
): Promise<readonly Seen[]> {
  const { head } = await repository.state();
  if (head === undefined) return [fine("no commit yet")];
  const texts = await repository.files(
    head,
    product.components.map(({ changelog }) => changelog),
  );
  return product.components.map((component) => {
    const { changelog } = component;
    const text = texts.get(changelog)?.toString();
    const version = current.get(component);
    if (text === undefined) return fine(`no ${changelog}`);
    const { entries } = parseChangelog(text);
    if (entries.length === 0)
      return warning(
        `${changelog} has no entry of a version`,
        "give each release a heading such as `## [1.2.0] - 2026-01-31`",
      );
    if (version === undefined) return fine(`${changelog} has ${entries.length} entries`);
    const entry = findEntry({ header: "", entries, tail: "" }, version);
    if (entry === undefined)
      return warning(
        `${changelog} has no entry of the current release ${version}`,
        "`slipway changelog` writes entries",
      );
    if (entry.date === null)
      return warning(`${changelog}: the entry of ${version} has no date`, "add the day of the release to its heading");
    return fine(`${changelog} tells of ${version}, released ${entry.date}`);
  });
}
