import { isMilestone } from "../../domain/artifact/artifact-settings.ts";
import type { Product } from "../../config/product.ts";
import type { Problem } from "../../kernel/problem.ts";
import { expectedArtifacts } from "../artifacts/expected-artifacts.ts";
import { releaseOf } from "../artifacts/tagged-release.ts";
import { missingPart } from "../artifacts/write-artifacts.ts";
import { collectVerification } from "../evidence/collect-verification.ts";
import type { ReleaseFacts } from "../release-facts.ts";
import type { PrepareTools } from "./prepare-step.ts";

/**
 * Parts that the bundle of a milestone would lack, told before there is a tag that can no longer be moved. What the
 * preparation writes itself is left out; test results count as they are recorded now.
 */
export async function milestoneGaps(tools: PrepareTools, product: Product, facts: ReleaseFacts): Promise<Problem[]> {
  const { component, text: version, commit, tag: name } = facts;
  if (!isMilestone(version, product.artifacts)) return [];
  const planned = releaseOf(product, component, { version, tag: { name, object: commit, commit }, time: 0 });
  const { missing } = await expectedArtifacts(tools, planned).layout();
  const question = { version: facts.version, commit, since: facts.plan?.current?.commit };
  const { date } = await collectVerification(tools, product, question);
  const own = [component.changelog, planned.names.manifest, ...(date === null ? [] : [`${planned.names.evidence}/`])];
  return missing
    .filter(({ looked }) => !looked.some((path) => own.includes(path)))
    .map((part) => missingPart(part, version));
}
