import type { Job, Performer, Told } from "../../engine-ports.ts";
import { refuseDirtyTree } from "../../clean-tree.ts";
import { placeOfWork } from "../../line/place-of-work.ts";
import { operandOf } from "../../line/release-line.ts";
import { manifestDigest } from "../../line/subject-at.ts";
import { writeManifest } from "../../manifest/write-manifest.ts";
import type { KindTools } from "../kind-tools.ts";
import { typeNamed } from "../type-named.ts";
import { writingStep, type Writing } from "../writing-step.ts";
import { ManifestSettings } from "./settings.ts";

/** Writes the manifest of a release, in both its forms, into the release folder. */
export const MANIFEST = { settings: ManifestSettings, open };

function open(tools: KindTools): Performer {
  return writingStep({
    settings: ManifestSettings,
    write: (job, settings, dryRun) => write(tools, job, settings, dryRun),
  });
}

async function write(
  tools: KindTools,
  { release, startedAt }: Job,
  { audit }: { audit: boolean },
  dryRun: boolean,
): Promise<Writing> {
  const { services, product } = await placeOfWork(tools, release);
  await refuseDirtyTree(services.repository, product);
  const manifestTools = {
    ...services,
    ...(await services.evidence()),
    dependencies: await services.dependencies(),
    clock: { now: () => Math.floor(startedAt / 1000) },
  };
  const request = { operand: operandOf(release), type: typeNamed(product, release.releaseType), dryRun };
  const { changed, paths, byHand, markdown, json } = await writeManifest(manifestTools, product, request);
  const trail = audit ? `; its trail is on record: slipway audit log --stream release/${release.id}` : "";
  const told: Told = {
    outcome: "done",
    says: `${paths[0]}${byHand ? ", written by hand" : ""}${trail}`,
    facts: { manifest: paths[0] },
    subject: { manifest: manifestDigest([markdown, json]) },
  };
  return { changed, told };
}
