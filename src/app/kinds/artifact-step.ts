import type * as z from "zod/mini";
import { facetDigest } from "../../domain/subject/subject.ts";
import type { ArtifactTools, WrittenArtifact } from "../artifacts/artifact-tools.ts";
import type { ExpectedArtifacts } from "../artifacts/expected-artifacts.ts";
import type { Job, JobRelease, Performer, Told } from "../engine-ports.ts";
import { releaseArtifacts } from "../line/release-artifacts.ts";
import { sha256Text } from "../line/subject-at.ts";
import type { KindTools } from "./kind-tools.ts";
import { repeatableStep } from "./repeatable-step.ts";

interface ArtifactStep<Settings> {
  readonly settings: z.ZodMiniType<Settings>;
  write(tools: ArtifactTools, expected: ExpectedArtifacts, settings: Settings): Promise<WrittenArtifact>;
}

/** A step that makes one artifact of a release. What was made so far is told by digest, and is what people approve. */
export function artifactStep<Settings>(tools: KindTools, step: ArtifactStep<Settings>): Performer {
  return repeatableStep<Settings>({
    settings: step.settings,
    failed: "failed",
    async perform(job: Job, settings) {
      const made = await releaseArtifacts(tools, job);
      return told(job.release, await step.write(made.tools, made.expected, settings));
    },
    find: async () => undefined, // a file that is there may be of another commit: making it again compares it
  });
}

function told(release: JobRelease, { path, sha256, warnings }: WrittenArtifact): Told {
  const artifacts = { ...artifactsOf(release), [path]: sha256 };
  return {
    outcome: "done",
    says: [`${path}  sha256 ${sha256}`, ...warnings].join("; "),
    facts: { artifacts },
    subject: { artifacts: facetDigest("artifacts", artifacts, sha256Text) },
  };
}

/** Digests of the artifacts that were made so far, by path. */
export function artifactsOf({ facts }: Pick<JobRelease, "facts">): Record<string, string> {
  const known = facts.get("artifacts");
  if (typeof known !== "object" || known === null || Array.isArray(known)) return {};
  return Object.fromEntries(
    Object.entries(known).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
