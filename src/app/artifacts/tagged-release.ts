import type { Component, Product } from "../../config/product.ts";
import type { ArtifactNames } from "../../domain/artifact/artifact-names.ts";
import { isMilestone } from "../../domain/artifact/artifact-settings.ts";
import { formatVersion } from "../../domain/version/version.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { componentOf } from "../component-of.ts";
import type { Tag } from "../ports.ts";
import { shallowClone } from "../problems.ts";
import { commitAt } from "../release-changes.ts";
import { releaseNames } from "../release-names.ts";
import { readOperand } from "../release-operand.ts";
import { indexTags, releaseTags } from "../release-tags.ts";
import type { ArtifactTools } from "./artifact-tools.ts";

/** A release that has its tag: what artifacts are made from. */
export interface TaggedRelease {
  /** The settings at the tag: later ones must not change what belongs to a release. */
  readonly product: Product;
  readonly component: Component;
  readonly version: string;
  readonly tag: Tag;
  /** Unix seconds of the tagged commit, where the time of the first preparation is kept. */
  readonly time: number;
  readonly names: ArtifactNames;
  readonly isMilestone: boolean;
  /** Folders in which its guides and dependency files are looked for, the nearest one first, each ending in `/` unless it is the top. */
  readonly homes: readonly string[];
}

/** Finds the tagged release that `[COMPONENT@]X.Y.Z` names. */
export async function taggedRelease(tools: ArtifactTools, product: Product, operand: string): Promise<TaggedRelease> {
  const { repository } = tools;
  const { component, text: version } = readOperand(operand, product);
  const [state, all] = await Promise.all([repository.state(), repository.tags()]);
  if (state.shallow) throw new SlipwayError(shallowClone());
  const tags = releaseTags(indexTags(all), component);
  const tag = tags.find(version);
  if (tag === undefined) throw new SlipwayError(noTag(operand, tags.write(version, undefined)));
  return releaseAt(tools, component.name, version, tag);
}

/** The release that an artifact belongs to, told by the name of its file; absent when no release writes such a file. */
export async function releaseOfFile(
  tools: ArtifactTools,
  product: Product,
  fileName: string,
): Promise<{ release: TaggedRelease; artifact: string } | undefined> {
  const index = indexTags(await tools.repository.tags());
  for (const component of product.components) {
    for (const { version, tag } of releaseTags(index, component).all()) {
      const text = formatVersion(version);
      const names = releaseNames(product, component, text);
      const artifact = FILES.map((key) => names[key]).find((path) => path.endsWith(`/${fileName}`));
      const found = index.named(tag);
      if (artifact === undefined || found === undefined) continue;
      return { release: await releaseAt(tools, component.name, text, found), artifact };
    }
  }
  return undefined;
}

const FILES = ["manifest", "manifestJson", "bundle", "checksums", "sbom", "provenance"] as const;

async function releaseAt(tools: ArtifactTools, name: string | null, version: string, tag: Tag): Promise<TaggedRelease> {
  const product = await tools.artifacts.productAt(tag.commit);
  const { committedAt } = await commitAt(tools.repository, tag.commit);
  return releaseOf(product, componentOf(product, name), { version, tag, time: committedAt });
}

/** A release as its artifacts see it; its tag may still have to be made. */
export function releaseOf(
  product: Product,
  component: Component,
  facts: Pick<TaggedRelease, "version" | "tag" | "time">,
): TaggedRelease {
  const folder = component.paths?.[0];
  return {
    ...facts,
    product,
    component,
    names: releaseNames(product, component, facts.version),
    isMilestone: isMilestone(facts.version, product.artifacts),
    homes: folder === undefined || !/^[\w./@-]+$/.test(folder) || folder === "." ? [""] : [`${folder}/`, ""],
  };
}

function noTag(operand: string, tag: string): Problem {
  return {
    code: "tag-missing",
    kind: "failed",
    found: `the release ${operand} has no tag; ${tag} was looked for`,
    expected: "a tagged release: its artifacts are made from the tag",
    action:
      "list the releases with `slipway tag list`, fetch tags with `git fetch --tags`, or make the tag with `slipway tag`",
  };
}
