import type { ArtifactTools, WrittenArtifact } from "../../app/artifacts/artifact-tools.ts";
import { expectedArtifacts, type ExpectedArtifacts } from "../../app/artifacts/expected-artifacts.ts";
import { taggedRelease } from "../../app/artifacts/tagged-release.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";

/** Makes one artifact of the release that is named, and tells where it stands and what its digest is. */
export async function makeArtifact(
  call: Call,
  write: (tools: ArtifactTools, expected: ExpectedArtifacts) => Promise<WrittenArtifact>,
): Promise<ExitCode> {
  const { operands, json, services, output } = call;
  const tools = await artifactTools(call);
  const release = await taggedRelease(tools, await services.product(), operands[0]!);
  const written = await write(tools, expectedArtifacts(tools, release));
  for (const warning of written.warnings) output.warn(warning);
  if (json)
    output.document({ version: release.version, tag: release.tag.name, commit: release.tag.commit, ...written });
  else
    output.answer(
      `${written.path}  ${written.changed ? "written" : "there already"}, ${written.bytes} bytes\nsha256 ${written.sha256}`,
    );
  return EXIT.done;
}

export async function artifactTools({ services, output }: Call): Promise<ArtifactTools> {
  return { ...services, artifacts: await services.artifacts(), progress: (text) => output.progress(text) };
}
