import type { MissingPart } from "../../domain/artifact/bundle-layout.ts";
import { provenanceStatement, STATEMENT_TYPE, type Subject } from "../../domain/artifact/provenance.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { ArtifactTools, WrittenArtifact } from "./artifact-tools.ts";
import { digestOf, type ExpectedArtifacts } from "./expected-artifacts.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/** Makes the bundle of a release. At a milestone every part has to be there; otherwise what is missing is told. */
export async function writeBundle(tools: ArtifactTools, expected: ExpectedArtifacts): Promise<WrittenArtifact> {
  const { missing } = await expected.layout();
  const { names, isMilestone, version } = expected.release;
  const [first, ...more] = missing.map((part) => missingPart(part, version));
  if (isMilestone && first !== undefined) throw new SlipwayError([first, ...more]);
  const written = await tools.artifacts.files.write(names.bundle, expected.bundle());
  return { path: names.bundle, ...written, warnings: missing.map(({ part }) => `the bundle has no ${part}`) };
}

export async function writeChecksums(tools: ArtifactTools, expected: ExpectedArtifacts): Promise<WrittenArtifact> {
  const { names, version, isMilestone } = expected.release;
  const text = await expected.checksums();
  if (text === "") throw new SlipwayError(nothingCovered(expected.release));
  const hasBundle = !isMilestone || (await tools.artifacts.files.exists(names.bundle));
  const warnings = hasBundle
    ? []
    : [`the checksums cover ${names.bundle}, which is not there: slipway bundle ${version}`];
  return { ...(await writeText(tools, names.checksums, text)), warnings };
}

export async function writeSbom(tools: ArtifactTools, expected: ExpectedArtifacts): Promise<WrittenArtifact> {
  return writeText(tools, expected.release.names.sbom, await expected.sbom());
}

/**
 * Signs what the artifacts that are there were made from. Each is compared with what the tag gives first: a signature
 * under a changed file would make it believed.
 */
export async function writeProvenance(
  tools: ArtifactTools,
  expected: ExpectedArtifacts,
  keyPath?: string,
): Promise<WrittenArtifact> {
  const { envelopes, keys } = tools.artifacts;
  const { names } = expected.release;
  const { id } = await keys.need(keyPath);
  const subjects = await presentSubjects(tools, expected);
  if (subjects.length === 0) throw new SlipwayError(nothingToSign(expected.release));
  const statement = provenanceStatement(statementFacts(expected.release, subjects, id));
  return writeText(tools, names.provenance, await envelopes.seal(statement, STATEMENT_TYPE, keyPath));
}

/** What a statement says about a release, for these subjects and this key. */
export function statementFacts(
  { product, component, version, tag, time }: TaggedRelease,
  subjects: readonly Subject[],
  keyId: string,
) {
  const who = { product: product.name, component: component.name, version };
  return { ...who, tag: tag.name, tagObject: tag.object, commit: tag.commit, time, subjects, keyId };
}

/**
 * Artifacts a statement may be about, by path, each with the digest it has to have; absent where the tag gives none.
 * Manifests count as the tag holds them: in a working tree, git may have changed their line ends.
 */
export function subjectDigests(
  tools: ArtifactTools,
  expected: ExpectedArtifacts,
): ReadonlyMap<string, () => Promise<string | undefined>> {
  const { names } = expected.release;
  const { sha256 } = tools.artifacts;
  const atTag = (path: string) => async () => {
    const bytes = await expected.fileAtTag(path);
    return bytes === undefined ? undefined : sha256(bytes);
  };
  return new Map([
    [names.manifest, atTag(names.manifest)],
    [names.manifestJson, atTag(names.manifestJson)],
    [names.bundle, () => expected.bundleDigest()],
    [names.checksums, async () => sha256(await expected.checksums())],
    [names.sbom, async () => sha256(await expected.sbom())],
  ]);
}

async function presentSubjects(tools: ArtifactTools, expected: ExpectedArtifacts): Promise<Subject[]> {
  const { files } = tools.artifacts;
  const subjects: Subject[] = [];
  const problems: Problem[] = [];
  const { manifest, manifestJson } = expected.release.names;
  for (const [name, digest] of subjectDigests(tools, expected)) {
    const inTag = name === manifest || name === manifestJson;
    const chunks = inTag ? undefined : await files.read(name);
    if (chunks === undefined && !inTag) continue;
    const wanted = await digest();
    const found = chunks === undefined ? wanted : await digestOf(chunks);
    if (found === undefined) continue;
    if (found === wanted) subjects.push({ name, sha256: found });
    else problems.push(notFromTag(name, expected.release));
  }
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
  return subjects;
}

async function writeText({ artifacts }: ArtifactTools, path: string, text: string): Promise<WrittenArtifact> {
  return { path, ...(await artifacts.files.write(path, [Buffer.from(text)])), warnings: [] };
}

function missingPart({ part, looked }: MissingPart, version: string): Problem {
  return {
    code: "bundle-incomplete",
    kind: "failed",
    found: `${version} is a milestone, and its tag has no ${part} for the bundle`,
    expected: `one of ${looked.join(", ")} at the tag`,
    action: "add it before the tag is made, or name its path under `artifacts` in slipway.yaml",
  };
}

function nothingCovered({ version, product }: TaggedRelease): Problem {
  return {
    code: "checksums-empty",
    kind: "failed",
    found: `no file of ${version} matches ${product.artifacts.source.join(", ")}, and it has no manifest, so there is nothing to sum up`,
    expected: "files that match `artifacts.source` at the tag",
    action: "correct `artifacts.source` in slipway.yaml before the tag is made",
  };
}

function nothingToSign({ version, names }: TaggedRelease): Problem {
  return {
    code: "provenance-empty",
    kind: "failed",
    found: `there is no artifact of ${version} to sign`,
    expected: `one of ${names.bundle}, ${names.checksums}, ${names.sbom}`,
    action: `slipway bundle ${version}`,
  };
}

function notFromTag(path: string, { tag, version }: TaggedRelease): Problem {
  return {
    code: "artifact-differs",
    kind: "failed",
    found: `${path} is not what ${tag.name} gives, so it is not signed`,
    expected: "artifacts as they are made from the tag",
    action: `\`slipway verify ${version}\` tells what differs; make the artifact again`,
  };
}
