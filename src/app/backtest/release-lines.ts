import type { Component, Product } from "../../config/product.ts";
import type { Release } from "../../domain/history/base-search.ts";
import { tagPattern, type TagPattern } from "../../domain/history/tag-pattern.ts";
import { SlipwayError, unwrap } from "../../kernel/problem.ts";
import { unknownComponent } from "../problems.ts";
import { releaseTags, type ReleaseTags, type TagIndex } from "../release-tags.ts";

/** The releases of one component, told apart by their tags. */
export interface ReleaseLine {
  readonly name: string | null;
  readonly tags: ReleaseTags;
  readonly releases: readonly Release[];
  /** The component of a product of the past that this line's releases belong to; absent when it had none. */
  componentOf(product: Product): Component | undefined;
}

const PLAIN = ["v{version}", "{version}", "V{version}"].map((text) => unwrap(tagPattern(text))) as [
  TagPattern,
  ...TagPattern[],
];

/** One line a component of today, and one for plain tags that belong to none of them. */
export function releaseLines(product: Product, index: TagIndex): ReleaseLine[] {
  const lines = product.components.map((component) => lineOf(component, index));
  const claimed = new Set(lines.flatMap(({ releases }) => releases.map(({ tag }) => tag)));
  const [first] = product.components;
  const plain = lineOf({ ...first, name: null, tags: PLAIN }, index);
  const isLeft = plain.releases.some(({ tag }) => !claimed.has(tag)) && first.name !== null;
  const all = isLeft ? [plain, ...lines] : lines;
  return all.filter(({ releases }) => releases.length > 0);
}

/** The line of one component, or all of them. */
export function linesWanted(
  lines: readonly ReleaseLine[],
  product: Product,
  name: string | undefined,
): readonly ReleaseLine[] {
  if (name === undefined) return lines;
  if (product.components.every((component) => component.name !== name))
    throw new SlipwayError(unknownComponent(name, product));
  return lines.filter((line) => line.name === name);
}

function lineOf(component: Component, index: TagIndex): ReleaseLine {
  const tags = releaseTags(index, component);
  return {
    name: component.name,
    tags,
    releases: oncePerCommit(tags.all()),
    componentOf: (product) => counterpart(component, product),
  };
}

/** A version that has two names on one commit is one release. */
function oncePerCommit(releases: readonly Release[]): Release[] {
  const seen = new Set<string>();
  return releases.filter(({ tag, commit }) => {
    const key = `${/\d+\.\d+\.\d+.*/.exec(tag)?.[0]} ${commit}`;
    return !seen.has(key) && seen.add(key);
  });
}

function counterpart(component: Component, { components }: Product): Component | undefined {
  const [only] = components;
  const texts = new Set((component.tags ?? PLAIN).map(({ text }) => text));
  const same =
    components.find(({ name }) => name === component.name) ??
    components.find(({ tags }) => tags?.some(({ text }) => texts.has(text)) === true) ??
    (components.length === 1 && only.name === null && component.name === null ? only : undefined);
  return same === undefined ? undefined : { ...same, tags: component.tags };
}
