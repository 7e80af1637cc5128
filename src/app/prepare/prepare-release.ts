import type { Product } from "../../config/product.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Clock } from "../ports.ts";
import type { PrepareRecords } from "../prepare-ports.ts";
import { releaseTypeOf } from "../manifest/release-type.ts";
import { commitAt } from "../release-changes.ts";
import { readReleaseFacts, type ReleaseFacts } from "../release-facts.ts";
import { readOperand } from "../release-operand.ts";
import { indexTags, releaseTags } from "../release-tags.ts";
import { releaseObstacles } from "../tag-checks.ts";
import { isMilestone } from "../../domain/artifact/artifact-settings.ts";
import { ARTIFACT_STEPS, refuseSkips } from "./artifact-steps.ts";
import { COMMIT_STEPS } from "./commit-steps.ts";
import { expectedArtifacts } from "../artifacts/expected-artifacts.ts";
import { taggedRelease } from "../artifacts/tagged-release.ts";
import { once } from "../../kernel/once.ts";
import { milestoneGaps } from "./milestone-gaps.ts";
import { RECORD_STEP } from "./record-step.ts";
import type { PrepareRequest, PrepareTools, StepResult } from "./prepare-step.ts";

export interface PreparedStep extends StepResult {
  readonly name: string;
}

interface Tools extends PrepareTools {
  readonly clock: Clock;
  readonly records: PrepareRecords;
}

/**
 * Takes a version from its commits to a tagged release with all of its artifacts, step by step. What speaks against the
 * version is told before anything is written. Every step finds what an earlier run left and goes on from there; the time
 * of the first run is kept, so that a run that was killed and repeated makes the same bytes and object ids.
 */
export async function* prepareRelease(
  tools: Tools,
  product: Product,
  request: PrepareRequest,
): AsyncGenerator<PreparedStep> {
  const target = readOperand(request.operand, product);
  refuseSkips(request.skip, product, isMilestone(target.text, product.artifacts));
  const commit = releaseTags(indexTags(await tools.repository.tags()), target.component).find(target.text)?.commit;
  const facts = await readReleaseFacts(tools.repository, product, { ...request, target, commit }, tools.signals);
  if (facts.existing === undefined || facts.isMarked) {
    refuseUnclearType(product, facts, request);
    const obstacles = await releaseObstacles(tools, product, facts, request.reason);
    const [first, ...more] = [...obstacles, ...(await milestoneGaps(tools, product, facts))];
    if (first !== undefined) throw new SlipwayError([first, ...more]);
  }
  const time = await firstTime(tools, facts, request.dryRun);
  const preparation = {
    tools: { ...tools, writer: tools.writer.at(time), clock: { now: () => time } },
    product,
    facts,
    request,
    time,
    expected: once(async () => expectedArtifacts(tools, await taggedRelease(tools, product, request.operand))),
  };
  for (const { name, run } of [...COMMIT_STEPS, ...ARTIFACT_STEPS, RECORD_STEP])
    yield { name, ...(await run(preparation)) };
}

/** The manifest names the type, so it is asked for before anything is written. */
function refuseUnclearType(product: Product, facts: ReleaseFacts, { type, title }: PrepareRequest): void {
  const { version, current: previous } = facts;
  releaseTypeOf(product, { version, previous, named: type, title: title ?? facts.title });
}

/** The time of the run that began this release; now, when this one does. */
async function firstTime({ records, repository, clock }: Tools, facts: ReleaseFacts, dryRun: boolean): Promise<number> {
  const { tag, commit, existing } = facts;
  const record = await records.read(tag);
  const { parents, committedAt } = await commitAt(repository, commit);
  const isThisOne = record?.from === commit || record?.from === parents[0]; // it began at this commit or made it
  if (record !== undefined && isThisOne) return record.time;
  const time = existing === undefined ? clock.now() : committedAt;
  if (!dryRun && existing === undefined) await records.write({ tag, from: commit, time });
  return time;
}
