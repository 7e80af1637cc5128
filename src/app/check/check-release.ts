import type { Product } from "../../config/product.ts";
import { isPassed, type CheckItem } from "../../domain/evidence/check-item.ts";
import type { Verification } from "../../domain/evidence/evidence.ts";
import type { SignalReader } from "../plan-releases.ts";
import { readReleaseFacts } from "../release-facts.ts";
import { readOperand } from "../release-operand.ts";
import { indexTags, releaseTags } from "../release-tags.ts";
import type { ReleaseTools } from "./check-tools.ts";
import { evidenceItems } from "./evidence-items.ts";
import { madeItems } from "./made-items.ts";
import { preparationItems } from "./preparation-items.ts";

export interface CheckRequest {
  /** `[COMPONENT@]X.Y.Z` */
  readonly operand: string;
  readonly type: string | undefined;
  /** Why the version is another one than planned. */
  readonly reason: string | undefined;
  /** Leave out what is made with the tag: the tag itself, manifest, checksums, bundle. */
  readonly beforeTag: boolean;
}

export interface CheckAnswer {
  readonly version: string;
  readonly component: string | null;
  readonly commit: string;
  readonly tag: string;
  readonly passed: boolean;
  readonly items: readonly CheckItem[];
  /** What a manifest of this release says about tests and scans. */
  readonly verification: Verification;
}

/** Every condition of a release that a machine can see for itself, each with what was found (G-03, R-21). Writes nothing. */
export async function checkRelease(
  tools: ReleaseTools & { readonly signals: SignalReader },
  product: Product,
  { operand, type, reason, beforeTag }: CheckRequest,
): Promise<CheckAnswer> {
  const target = readOperand(operand, product);
  const commit = releaseTags(indexTags(await tools.repository.tags()), target.component).find(target.text)?.commit;
  const facts = await readReleaseFacts(tools.repository, product, { target, commit, type }, tools.signals);
  const { items: verified, verification } = await evidenceItems(tools, product, facts);
  const items = [
    ...(await preparationItems(tools, product, facts, reason)),
    ...verified,
    ...(beforeTag ? [] : await madeItems(tools, product, facts, verification)),
  ];
  const { component, text: version, tag } = facts;
  return {
    version,
    component: component.name,
    commit: facts.commit,
    tag,
    passed: isPassed(items),
    items,
    verification,
  };
}
