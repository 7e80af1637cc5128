import { fails, holds, type ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import { pinnedTag } from "../../domain/artifact/provenance.ts";
import { auditTags } from "../../domain/tag/tag-audit.ts";
import { shortHash } from "../../domain/commit/commit.ts";
import type { VerifyScene } from "./verify-scene.ts";

/**
 * The tag: annotated, under its own name, signed well if at all, and the one that was signed for. Git accepts the
 * signature of a tag object under any ref, so the name inside is compared as well.
 */
export async function verifyTag({ tools, release, provenance }: VerifyScene): Promise<ArtifactCheck[]> {
  const { tag, product } = release;
  const content = (await tools.tags.read([tag.object])).get(tag.object);
  const signature = content?.signature == null ? undefined : await tools.tags.verify(tag.object);
  const record = {
    name: tag.name,
    object: tag.object,
    content,
    ...(signature === undefined ? {} : { signatureHolds: signature.holds }),
  };
  const findings = auditTags([record], { signing: product.tagSigning });
  const says = findings.flatMap(({ fault, explains }) => (isOfSignature(fault) ? [] : [explains]));
  if (content !== undefined && content.target !== tag.commit)
    says.push(`it points at ${shortHash(content.target)}, which is no commit`);
  const pinned = provenance.state === "signed" ? pinnedTag(provenance.payload) : undefined;
  if (provenance.state === "signed" && pinned !== tag.object) {
    const recorded = pinned === undefined ? "no tag object" : `tag object ${shortHash(pinned)}`;
    says.push(`it was moved: the signed provenance tells of ${recorded}, the ref holds ${shortHash(tag.object)}`);
  }
  const place = `${tag.name} is the annotated tag ${shortHash(tag.object)} of ${shortHash(tag.commit)}`;
  const own =
    says.length === 0 ? holds("tag", null, place) : fails("tag", null, ...says.map((text) => `${tag.name}: ${text}`));
  const faults = findings.filter(({ fault }) => isOfSignature(fault)).map(({ explains }) => explains);
  if (faults.length > 0)
    return [own, fails("signature", null, ...faults, ...(signature === undefined ? [] : [signature.says]))];
  if (signature === undefined)
    return [
      own,
      { check: "signature", file: null, result: "absent", says: ["the tag is not signed, and need not be"] },
    ];
  return [own, holds("signature", null, `signed by ${signature.says}`)];
}

function isOfSignature(fault: string): boolean {
  return fault === "unsigned" || fault === "bad-signature";
}
