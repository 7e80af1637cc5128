import type { Product } from "../../config/product.ts";
import type { ArtifactNames } from "../../domain/artifact/artifact-names.ts";
import { isMilestone, isRequired } from "../../domain/artifact/artifact-settings.ts";
import { checkManifestText, type ManifestRules } from "../../domain/manifest/check-manifest.ts";
import { shortHash } from "../../domain/commit/commit.ts";
import { itemOf, type CheckItem } from "../../domain/evidence/check-item.ts";
import type { Verification } from "../../domain/evidence/evidence.ts";
import { manifestFaults } from "../../domain/evidence/manifest-faults.ts";
import { isSlipwayError, type Problem } from "../../kernel/problem.ts";
import { sha256Of } from "../evidence/evidence-store.ts";
import type { ReleaseFacts } from "../release-facts.ts";
import { typeNames } from "../manifest/build-manifest.ts";
import { releaseNames } from "../release-names.ts";
import { settledTag } from "../tag-proof.ts";
import type { ReleaseTools } from "./check-tools.ts";

/** What the making of a release leaves behind: manifest, tag, checksums, bundle (Appendix E3). */
export async function madeItems(
  tools: ReleaseTools,
  product: Product,
  facts: ReleaseFacts,
  verification: Verification,
): Promise<CheckItem[]> {
  const { component, text: version } = facts;
  const names = releaseNames(product, component, version);
  const manifest = await readManifest(tools, facts, names.manifest);
  const milestone = isMilestone(version, product.artifacts);
  const prepare = `slipway release prepare ${component.name === null ? "" : `${component.name}@`}${version}`;
  return [
    ...manifestItems(names.manifest, manifest?.toString(), {
      verification,
      prepare,
      version,
      types: typeNames(product),
    }),
    await tagItem(tools, product, facts, prepare),
    await checksumsItem(tools, names, manifest, {
      prepare,
      required: isRequired(product.artifacts.checksums, milestone),
    }),
    await bundleItem(tools, names, { prepare, required: isRequired(product.artifacts.bundle, milestone) }),
  ];
}

/** Of a tagged release as it stands at the tag, before that as it stands in the working tree. */
async function readManifest(
  { repository, files }: ReleaseTools,
  { existing, commit }: ReleaseFacts,
  path: string,
): Promise<Buffer | undefined> {
  if (existing !== undefined) return (await repository.files(commit, [path])).get(path);
  const bytes = await files.bytes(path);
  return bytes === undefined ? undefined : Buffer.from(bytes);
}

function manifestItems(
  path: string,
  manifest: string | undefined,
  {
    verification,
    prepare,
    ...rules
  }: ManifestRules & { readonly verification: Verification; readonly prepare: string },
): CheckItem[] {
  const faults = manifestFaults(manifest, verification);
  const document =
    manifest === undefined
      ? ["does not exist"]
      : checkManifestText(manifest, rules, (text) => sha256Of(Buffer.from(text)));
  const problemsOf = (found: readonly string[]): Problem[] =>
    found.map((fault) => ({ code: "manifest", kind: "failed", found: `${path} ${fault}`, action: prepare }));
  return [
    itemOf("manifest", "the manifest exists and is complete", problemsOf(document), path),
    itemOf("manifest-tests", "the manifest holds the test results", problemsOf(faults.tests), "as recorded"),
    itemOf("manifest-files", "the manifest lists the files", problemsOf(faults.files), "under Files Modified"),
  ];
}

async function tagItem(
  { tags }: ReleaseTools,
  product: Product,
  { tag, existing, commit }: ReleaseFacts,
  prepare: string,
): Promise<CheckItem> {
  const title = "the tag exists and is the one of this release";
  if (existing === undefined)
    return itemOf(
      "tag",
      title,
      [{ code: "tag", kind: "failed", found: `there is no tag ${tag}`, action: prepare }],
      "",
    );
  try {
    const sign = product.tagSigning === "required";
    const signer = await settledTag(tags, existing.object, { name: existing.name, commit, sign });
    const signed = signer === null ? "" : `, signed by ${signer}`;
    return itemOf("tag", title, [], `${existing.name} at ${shortHash(commit)}${signed}`);
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return itemOf("tag", title, error.problems, "");
  }
}

/** What to do when an artifact is missing, and whether this release has to have it (R-15). */
type Need = { readonly prepare: string; readonly required: boolean };

/** That every line holds is the work of `verify`; here the file has to be there, with the manifest this release has. */
async function checksumsItem(
  { files }: ReleaseTools,
  { checksums, manifest: path }: ArtifactNames,
  manifest: Uint8Array | undefined,
  { prepare, required }: Need,
): Promise<CheckItem> {
  const title = "the checksums exist and name the manifest";
  const text = (await files.bytes(checksums))?.toString();
  const problem = (found: string): Problem => ({ code: "checksums", kind: "failed", found, action: prepare });
  if (text === undefined)
    return { ...itemOf("checksums", title, [problem(`${checksums} does not exist`)], ""), required };
  const lines = text.split("\n").filter((line) => line !== "");
  const wanted = manifest === undefined ? undefined : `${sha256Of(manifest)}  ${path}`;
  const holds = wanted !== undefined && lines.includes(wanted);
  const problems = holds ? [] : [problem(`${checksums} has no line with the digest of ${path}`)];
  return itemOf("checksums", title, problems, `${lines.length} lines in ${checksums}`);
}

async function bundleItem(
  { files }: ReleaseTools,
  { bundle }: ArtifactNames,
  { prepare, required }: Need,
): Promise<CheckItem> {
  const isThere = (await files.modifiedMs(bundle)) !== undefined;
  const problems: Problem[] = isThere
    ? []
    : [{ code: "bundle", kind: "failed", found: `${bundle} does not exist`, action: prepare }];
  return { ...itemOf("bundle", "the bundle exists", problems, bundle), required };
}
