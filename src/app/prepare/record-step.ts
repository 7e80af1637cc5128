import { formatVersion } from "../../domain/version/version.ts";
import { digestOf } from "../artifacts/expected-artifacts.ts";
import { stateOf, type Preparation, type PrepareStep, type StepResult } from "./prepare-step.ts";

/** What the ledger learns of a release: the digest of everything that was made for it. */
export const RECORD_STEP: PrepareStep = { name: "ledger", run: recordRelease };

async function recordRelease({ tools, facts, request, expected }: Preparation): Promise<StepResult> {
  if (request.dryRun) return { state: "would be done", says: "where the product has one" };
  const { release } = await expected();
  const { tag, names, version, component } = release;
  const { files } = tools.artifacts;
  const digests: [string, string][] = [];
  for (const key of ["manifest", "manifestJson", "bundle", "checksums", "sbom", "provenance"] as const) {
    const chunks = await files.read(names[key]);
    if (chunks !== undefined) digests.push([names[key], await digestOf(chunks)]);
  }
  const known = { commit: tag.commit, tag: tag.object, artifacts: Object.fromEntries(digests) };
  const answer = await tools.recorder.record(`release-prepared/${tag.object}/${tag.name}`, {
    type: "release-prepared",
    stream: `release/${tag.name}`,
    action: "prepare",
    object: {
      kind: "release",
      id: component.name === null ? version : `${component.name}@${version}`,
      version: tag.object,
    },
    old: facts.current === undefined ? null : formatVersion(facts.current),
    new: known,
  });
  if (answer === "no ledger")
    return { state: "left out", says: "there is none; `ledger: required` in slipway.yaml begins one" };
  return { state: stateOf(answer === "recorded", false), says: `release-prepared, ${digests.length} digests` };
}
