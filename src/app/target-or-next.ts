import type { Product } from "../config/product.ts";
import { parseVersion } from "../domain/version/version.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { componentOf } from "./component-of.ts";
import { planReleases, type SignalReader } from "./plan-releases.ts";
import type { Repository } from "./ports.ts";
import { readOperand } from "./release-operand.ts";

/** A version of a component, as a person named it; `text` is what stands in files and tags. */
export type ReleaseTarget = ReturnType<typeof readOperand>;

interface Question {
  /** `[COMPONENT@]X.Y.Z` */
  readonly operand: string | undefined;
  /** Name of the component when no operand names it. */
  readonly component: string | undefined;
  readonly commit?: string | undefined;
  /** Release type that holds the planned version to its bumps. */
  readonly type?: string | undefined;
}

interface Answerer {
  readonly repository: Repository;
  readonly signals: SignalReader;
}

/** The version a person named, or the planned next one. */
export async function targetOrNext(
  { repository, signals }: Answerer,
  product: Product,
  { operand, component: name, commit, type }: Question,
): Promise<ReleaseTarget> {
  if (operand !== undefined) return readOperand(operand, product);
  const component = componentOf(product, name);
  const request = { component: component.name ?? undefined, to: commit, type, releasing: product.rules.initial };
  const [plan] = await planReleases(repository, product, request, signals);
  if (plan?.next == null) throw new SlipwayError(nothingNext(plan?.reason ?? "nothing was planned"));
  return { component, text: plan.next, version: unwrap(parseVersion(plan.next)) };
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
