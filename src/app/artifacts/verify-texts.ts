import { absent, fails, holds, type ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import { isRequired } from "../../domain/artifact/artifact-settings.ts";
import { checksumDifferences } from "../../domain/artifact/checksum-lines.ts";
import { readBytes } from "./read-file.ts";
import type { VerifyScene } from "./verify-scene.ts";

/** A manifest is permanent: the file has to be the one of the tag, for good. */
export async function verifyManifest(
  { tools, release, expected, place }: VerifyScene,
  path: string,
): Promise<ArtifactCheck> {
  const file = place(path);
  const [found, wanted] = [await readBytes(tools.artifacts.files, file), await expected.fileAtTag(path)];
  const { tag, isMilestone } = release;
  if (found === undefined && wanted === undefined)
    return absent("manifest", file, isMilestone && path === release.names.manifest);
  if (wanted === undefined)
    return fails("manifest", file, `the tag ${tag.name} does not hold it, so nothing vouches for it`);
  if (found === undefined) {
    const { root, head } = await tools.repository.state();
    const isLater = root !== undefined && head !== undefined && (await tools.repository.isAncestor(tag.commit, head));
    if (isLater) return fails("manifest", file, `it was deleted: ${tag.name} holds it`);
    return holds("manifest", file, `in ${tag.name}; no working tree that should have it is here`);
  }
  if (hasOtherLineEnds(found, wanted))
    return holds("manifest", file, `equal to the one of ${tag.name}, but for the line ends of this checkout`);
  if (!found.equals(wanted))
    return fails("manifest", file, `it is not the one of ${tag.name}: ${lineOf(wanted, found)}`);
  return holds("manifest", file, `equal to the one of ${tag.name}`);
}

export async function verifyChecksums({ tools, release, expected, place }: VerifyScene): Promise<ArtifactCheck> {
  const { names, product, isMilestone } = release;
  const file = place(names.checksums);
  const found = await readBytes(tools.artifacts.files, file);
  if (found === undefined) return absent("checksums", file, isRequired(product.artifacts.checksums, isMilestone));
  const wanted = await expected.checksums();
  if (!found.equals(Buffer.from(wanted)))
    return fails("checksums", file, ...checksumDifferences(wanted, found.toString()));
  return holds("checksums", file, `${wanted.split("\n").length - 1} files of the tag`);
}

export async function verifySbom({ tools, release, expected, place }: VerifyScene): Promise<ArtifactCheck> {
  const file = place(release.names.sbom);
  const found = await readBytes(tools.artifacts.files, file);
  if (found === undefined) return absent("sbom", file, false);
  const wanted = Buffer.from(await expected.sbom());
  if (!found.equals(wanted))
    return fails("sbom", file, `it is not what the dependency files of the tag give: ${byteOf(wanted, found)}`);
  return holds("sbom", file, "made from the dependency files of the tag");
}

/** Where settings ask for it, git writes CR LF into a working tree; each line end then has one, and the rest is equal. */
function hasOtherLineEnds(found: Buffer, wanted: Buffer): boolean {
  const text = wanted.toString("latin1");
  return text.includes("\n") && !text.includes("\r") && found.toString("latin1") === text.replaceAll("\n", "\r\n");
}

function lineOf(wanted: Buffer, found: Buffer): string {
  return `first difference in line ${wanted.subarray(0, equalBytes(wanted, found)).toString().split("\n").length}`;
}

function byteOf(wanted: Buffer, found: Buffer): string {
  return `first difference at byte ${equalBytes(wanted, found) + 1}`;
}

function equalBytes(a: Buffer, b: Buffer): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index++;
  return index;
}
