import type { Component, Product } from "../config/product.ts";
import { parseVersion, type Version } from "../domain/version/version.ts";
import { channelOf } from "../domain/version/channel.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { componentOf } from "./component-of.ts";
import { planReleases, type SignalReader } from "./plan-releases.ts";
import type { Repository } from "./ports.ts";
import { shallowClone } from "./problems.ts";
import { indexTags, releaseTags, type ReleaseTags } from "./release-tags.ts";

/** A release somebody named on the command line, found in the repository. */
export interface NamedRelease {
  readonly component: Component;
  readonly version: string;
  readonly parsed: Version;
  /** Name of its tag; of the tag it will get, when it is the planned one. */
  readonly tag: string;
  readonly commit: string;
  /** Whether it is not released yet, but the plan leads to exactly this version. */
  readonly planned: boolean;
  readonly tags: ReleaseTags;
}

/** Reads `[COMPONENT@]X.Y.Z`. Component names may hold an `@` themselves, versions never do. */
export function readOperand(text: string, product: Product): { component: Component; version: Version; text: string } {
  const at = text.lastIndexOf("@");
  const version = text.slice(at + 1);
  const parsed = unwrap(parseVersion(version));
  return { component: componentOf(product, at === -1 ? undefined : text.slice(0, at)), version: parsed, text: version };
}

/** Finds the release `[COMPONENT@]X.Y.Z` names: a tagged one, or the one that is planned next. */
export async function releaseOperand(
  repository: Repository,
  product: Product,
  operand: string,
  signals?: SignalReader,
): Promise<NamedRelease> {
  const { component, version: parsed, text: version } = readOperand(operand, product);
  const [state, all] = await Promise.all([repository.state(), repository.tags()]);
  if (state.shallow) throw new SlipwayError(shallowClone());
  const tags = releaseTags(indexTags(all), component);
  const tag = tags.find(version);
  if (tag !== undefined) return { component, version, parsed, tag: tag.name, commit: tag.commit, planned: false, tags };
  const request = { component: component.name ?? undefined, channel: channelOf(parsed) || undefined };
  const [plan] = await planReleases(repository, product, request, signals);
  if (plan?.next !== version || plan.tag === null)
    throw new SlipwayError(noSuchRelease(operand, tags, plan?.next ?? null));
  return { component, version, parsed, tag: plan.tag, commit: plan.to, planned: true, tags };
}

function noSuchRelease(operand: string, tags: ReleaseTags, next: string | null): Problem {
  const version = operand.slice(operand.lastIndexOf("@") + 1);
  return {
    code: "unknown-release",
    kind: "input",
    found: `there is no release ${operand}: no tag ${tags.write(version, undefined)} exists, and ${next === null ? "there is nothing to release now" : `the next version is ${next}`}`,
    expected: `a released version${next === null ? "" : `, or ${next}, which is planned`}`,
    action: "list the tags with `git tag`, or see `slipway plan`",
  };
}
