import { isRequired } from "../../domain/artifact/artifact-settings.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { WrittenArtifact } from "../artifacts/artifact-tools.ts";
import type { ExpectedArtifacts } from "../artifacts/expected-artifacts.ts";
import { writeBundle, writeChecksums, writeProvenance, writeSbom } from "../artifacts/write-artifacts.ts";
import { writeReleaseIndex } from "../manifest/release-index.ts";
import { stateOf, type Preparation, type PrepareStep, type PrepareTools, type StepResult } from "./prepare-step.ts";

type Write = (tools: PrepareTools, expected: ExpectedArtifacts) => Promise<WrittenArtifact>;

/** Artifacts a person may leave out, in the order in which they are made: each may say something about those before. */
export const OPTIONAL_ARTIFACTS = ["bundle", "checksums", "sbom", "provenance"] as const;

/** What is made from the tag. */
export const ARTIFACT_STEPS: readonly PrepareStep[] = [
  artifact("bundle", writeBundle),
  artifact("checksums", writeChecksums),
  artifact("sbom", writeSbom),
  { name: "provenance", run: provenance },
  { name: "index", run: index },
];

/** Refuses to leave out what the product wants of this release, and names that do not exist. */
export function refuseSkips(skip: readonly string[], { artifacts }: Preparation["product"], milestone: boolean): void {
  const known: readonly string[] = OPTIONAL_ARTIFACTS;
  const problems: Problem[] = [];
  for (const name of skip) {
    const presence = name === "bundle" || name === "checksums" ? artifacts[name] : undefined;
    if (!known.includes(name)) problems.push(unknownArtifact(name));
    else if (presence !== undefined && isRequired(presence, milestone)) problems.push(requiredArtifact(name));
  }
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
}

function artifact(name: (typeof OPTIONAL_ARTIFACTS)[number], write: Write): PrepareStep {
  return {
    name,
    async run(preparation) {
      const { request, tools } = preparation;
      if (request.skip.includes(name)) return { state: "left out", says: "as asked" };
      if (request.dryRun) return { state: "would be done", says: "from the tag" };
      const { path, changed, sha256, warnings } = await write(tools, await preparation.expected());
      const says = `${path}  sha256 ${sha256.slice(0, 12)}`;
      return { state: stateOf(changed, false), says, warnings: changed ? warnings : [] };
    },
  };
}

async function provenance(preparation: Preparation): Promise<StepResult> {
  if ((await preparation.tools.artifacts.keys.find()) === undefined)
    return { state: "left out", says: "no signing key; `slipway key create` makes one" };
  return artifact("provenance", writeProvenance).run(preparation);
}

async function index({ tools, product, request }: Preparation): Promise<StepResult> {
  if (request.dryRun) return { state: "would be done", says: "every release" };
  const { paths, changed } = await writeReleaseIndex(tools, product);
  return { state: stateOf(changed, false), says: paths[0] };
}

function unknownArtifact(name: string): Problem {
  return {
    code: "unknown-artifact",
    kind: "input",
    found: `there is no artifact "${name}" to leave out`,
    expected: `of ${OPTIONAL_ARTIFACTS.join(", ")}, several separated by commas`,
  };
}

function requiredArtifact(name: string): Problem {
  return {
    code: "artifact-required",
    kind: "refused",
    found: `this release has to have ${name}`,
    expected: `no --skip ${name}, or another \`artifacts.${name}\` in slipway.yaml`,
  };
}
