import type { Component, Product } from "../config/product.ts";
import { parseVersion, type Version } from "../domain/version/version.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { planReleases, type SignalReader } from "./plan-releases.ts";
import type { Repository } from "./ports.ts";
import { componentNeeded, unknownComponent } from "./problems.ts";

/** A version of a component, as a person named it. */
export interface ReleaseTarget {
  readonly component: Component;
  readonly version: Version;
  /** The version as it was typed: the text that stands in files and tags. */
  readonly text: string;
}

/** Reads `[COMPONENT@]X.Y.Z`. */
export function releaseTarget(product: Product, operand: string): ReleaseTarget {
  const at = operand.lastIndexOf("@");
  const text = operand.slice(at + 1);
  const component = componentNamed(product, at === -1 ? undefined : operand.slice(0, at));
  return { component, text, version: unwrap(parseVersion(text)) };
}

interface Question {
  /** `[COMPONENT@]X.Y.Z` */
  readonly operand: string | undefined;
  /** Name of the component when no operand names it. */
  readonly component: string | undefined;
  readonly commit?: string | undefined;
}

interface Answerer {
  readonly repository: Repository;
  readonly signals: SignalReader;
}

/** The version a person named, or the planned next one. */
export async function targetOrNext(
  { repository, signals }: Answerer,
  product: Product,
  { operand, component: name, commit }: Question,
): Promise<ReleaseTarget> {
  if (operand !== undefined) return releaseTarget(product, operand);
  const component = componentNamed(product, name);
  const request = { component: component.name ?? undefined, to: commit, releasing: product.rules.initial };
  const [plan] = await planReleases(repository, product, request, signals);
  if (plan?.next == null) throw new SlipwayError(nothingNext(plan?.reason ?? "nothing was planned"));
  return { component, text: plan.next, version: unwrap(parseVersion(plan.next)) };
}

/** The component of a name; without one the only component there is. */
export function componentNamed(product: Product, name: string | undefined): Component {
  if (name === undefined && product.components.length > 1) throw new SlipwayError(componentNeeded(product));
  if (name === undefined) return product.components[0];
  const component = product.components.find((candidate) => candidate.name === name);
  if (component === undefined) throw new SlipwayError(unknownComponent(name, product));
  return component;
}

function nothingNext(reason: string): Problem {
  return {
    code: "nothing-to-release",
    kind: "nothing",
    found: `there is no next version: ${reason}`,
    expected: "changes that release something, or a version",
    action: "name the version",
  };
}
