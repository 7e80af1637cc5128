import type { ArtifactTools } from "../artifacts/artifact-tools.ts";
import { expectedArtifacts, type ExpectedArtifacts } from "../artifacts/expected-artifacts.ts";
import { releaseOf, taggedRelease } from "../artifacts/tagged-release.ts";
import { componentOf } from "../component-of.ts";
import type { Job } from "../engine-ports.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { commitAt } from "../release-changes.ts";
import { freshServices, placeOfWork } from "./place-of-work.ts";
import { needCommit, operandOf, textIn } from "./release-line.ts";

/**
 * What the artifacts of a release have to be, and tools that write them where it is worked on. They are made from its tag,
 * and before there is one from its commit: both give the same bytes.
 */
export async function releaseArtifacts(
  tools: KindTools,
  { release, progress }: Job,
): Promise<{ tools: ArtifactTools; expected: ExpectedArtifacts }> {
  const { services, product } = await placeOfWork(tools, release);
  const artifacts = await services.artifacts();
  const artifactTools = { ...services, artifacts, progress };
  if (textIn(release.facts.get("tag")) !== undefined)
    return {
      tools: artifactTools,
      expected: expectedArtifacts(artifactTools, await taggedRelease(artifactTools, product, operandOf(release))),
    };
  const commit = needCommit(release);
  const [atCommit, { committedAt }] = await Promise.all([
    artifacts.productAt(commit),
    commitAt((await freshServices(tools)).repository, commit),
  ]);
  const tag = { name: release.tag, object: commit, commit };
  const planned = { version: release.version, tag, time: committedAt };
  const found = releaseOf(atCommit, componentOf(atCommit, release.component), planned);
  return { tools: artifactTools, expected: expectedArtifacts(artifactTools, found) };
}
