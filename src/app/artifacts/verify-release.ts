import type { Product } from "../../config/product.ts";
import { fails, type ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import { basename, resolve } from "node:path";
import { versionOf } from "../../domain/version/version.ts";
import { isSlipwayError, SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import { expectedArtifacts } from "./expected-artifacts.ts";
import { releaseOfFile, taggedRelease, type TaggedRelease } from "./tagged-release.ts";
import { trustedKeys } from "./trusted-keys.ts";
import { verifyIndex } from "./verify-index.ts";
import { verifyBundle } from "./verify-bundle.ts";
import { readProvenance, verifyProvenance } from "./verify-provenance.ts";
import type { VerifyScene } from "./verify-scene.ts";
import { verifyTag } from "./verify-tag.ts";
import { verifyChecksums, verifyManifest, verifySbom } from "./verify-texts.ts";

export interface VerifyRequest {
  /** `[COMPONENT@]X.Y.Z`, or the path of an artifact. */
  readonly operand: string;
  /** Path of a public key that is trusted beside those at the tag. */
  readonly key: string | undefined;
}

export interface Verification {
  readonly component: string | null;
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
  readonly ok: boolean;
  readonly checks: readonly ArtifactCheck[];
}

/**
 * Checks a release, or one file of it, against its tag: everything that can be made from the tag is made again and
 * compared byte by byte. Every check is told, and none stops another.
 */
export async function verifyRelease(
  tools: ArtifactTools,
  product: Product,
  request: VerifyRequest,
): Promise<Verification> {
  const { release, artifact } = await subjectOf(tools, product, request.operand);
  const expected = expectedArtifacts(tools, release);
  const named = artifact === undefined ? undefined : request.operand;
  const place = (path: string): string => (named !== undefined && path === artifact ? resolve(named) : path);
  const { keys, unusable } = await trustedKeys(tools, release, request.key);
  const provenance = await readProvenance(tools, place(release.names.provenance), keys);
  const scene: VerifyScene = { tools, product, release, expected, provenance, place };
  const checks = [...(await verifyTag(scene)), ...unusable];
  for (const check of CHECKS)
    if (artifact === undefined || check.of(release) === artifact) checks.push(await runCheck(check, scene));
  return {
    component: release.component.name,
    version: release.version,
    tag: release.tag.name,
    commit: release.tag.commit,
    ok: checks.every(({ result }) => result !== "fails"),
    checks,
  };
}

interface FileCheck {
  readonly name: string;
  /** The artifact it looks at. */
  of(release: TaggedRelease): string;
  readonly run: (scene: VerifyScene, path: string) => Promise<ArtifactCheck>;
}

const CHECKS: readonly FileCheck[] = [
  { name: "manifest", of: ({ names }) => names.manifest, run: verifyManifest },
  { name: "manifest", of: ({ names }) => names.manifestJson, run: verifyManifest },
  { name: "bundle", of: ({ names }) => names.bundle, run: verifyBundle },
  { name: "checksums", of: ({ names }) => names.checksums, run: verifyChecksums },
  { name: "sbom", of: ({ names }) => names.sbom, run: verifySbom },
  { name: "provenance", of: ({ names }) => names.provenance, run: verifyProvenance },
  { name: "index", of: ({ names }) => names.index, run: verifyIndex },
];

/** What an artifact cannot be compared with, because the tag does not give it, fails like a difference. */
async function runCheck({ name, of, run }: FileCheck, scene: VerifyScene): Promise<ArtifactCheck> {
  const path = of(scene.release);
  try {
    return await run(scene, path);
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return fails(name, scene.place(path), ...error.problems.map(({ found }) => found));
  }
}

async function subjectOf(
  tools: ArtifactTools,
  product: Product,
  operand: string,
): Promise<{ release: TaggedRelease; artifact?: string }> {
  const isVersion = versionOf(operand.slice(operand.lastIndexOf("@") + 1)) !== undefined;
  if (isVersion) return { release: await taggedRelease(tools, product, operand) };
  const chunks = await tools.artifacts.files.read(resolve(operand));
  if (chunks === undefined) throw new SlipwayError(neither(operand));
  const found = await releaseOfFile(tools, product, basename(operand));
  if (found === undefined) throw new SlipwayError(noArtifact(operand));
  return found;
}

function neither(operand: string): Problem {
  return {
    code: "verify-what",
    kind: "input",
    found: `"${operand}" is no version, and there is no such file`,
    expected: "a version such as 1.4.0 or api@1.4.0, or the path of an artifact",
    action: "`slipway tag list` shows the versions",
  };
}

function noArtifact(operand: string): Problem {
  return {
    code: "verify-what",
    kind: "input",
    found: `no release of this repository has an artifact called ${basename(operand)}`,
    expected: "a bundle, a checksums file, a manifest, an SBOM or a provenance under the name it was given",
    action: "keep the name of the file, and fetch its tag with `git fetch --tags`",
  };
}
