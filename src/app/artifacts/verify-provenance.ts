import { absent, fails, holds, type ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import {
  provenanceStatement,
  statementDifferences,
  STATEMENT_TYPE,
  subjectNames,
} from "../../domain/artifact/provenance.ts";
import type { PublicKey } from "../artifact-ports.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import { readText } from "./read-file.ts";
import type { ReadProvenance, VerifyScene } from "./verify-scene.ts";
import { statementFacts, subjectDigests } from "./write-artifacts.ts";

export async function readProvenance(
  { artifacts }: ArtifactTools,
  file: string,
  keys: readonly PublicKey[],
): Promise<ReadProvenance> {
  const text = await readText(artifacts.files, file);
  if (text === undefined) return { state: "absent" };
  const envelope = artifacts.envelopes.open(text, keys);
  if (envelope === undefined) return { state: "damaged", says: "it is no DSSE envelope" };
  const [signer] = envelope.signers;
  if (signer !== undefined) return { state: "signed", payload: envelope.payload, envelope, signer };
  const says =
    keys.length === 0
      ? "no public key is known, so its signature proves nothing"
      : `no trusted key made its signature (${keys.length} known)`;
  return { state: "damaged", says };
}

/** Signature, form and contents: the statement has to be the one that the tag gives for its subjects. */
export async function verifyProvenance(scene: VerifyScene): Promise<ArtifactCheck> {
  const { tools, release, expected, provenance, place } = scene;
  const file = place(release.names.provenance);
  if (provenance.state === "absent") return absent("provenance", file, false);
  if (provenance.state === "damaged") return fails("provenance", file, provenance.says);
  const { payload, envelope, signer } = provenance;
  const says: string[] = [];
  if (envelope.payloadType !== STATEMENT_TYPE) says.push(`its payload is of type ${envelope.payloadType}`);
  if (envelope.strangers > 0) says.push(`${envelope.strangers} of its signatures were made by no trusted key`);
  if (!envelope.isCanonical)
    says.push("its bytes are not those that were written: white space, key id or base64 differ");
  const named = subjectNames(payload);
  const subjects: { name: string; sha256: string }[] = [];
  for (const [name, digest] of subjectDigests(tools, expected)) {
    const isNamed = named.includes(name);
    const sha256 = isNamed ? await digest() : undefined;
    if (sha256 !== undefined) subjects.push({ name, sha256 });
    else if (!isNamed && (await isUncovered(scene, name))) says.push(`it does not cover ${name}, which is there`);
  }
  const wanted = provenanceStatement(statementFacts(release, subjects, signer.id));
  says.push(...statementDifferences(wanted, payload));
  if (named.length === 0) says.push("it is about no artifact");
  if (says.length > 0) return fails("provenance", file, ...says);
  return holds(
    "provenance",
    file,
    `signed with key ${signer.id.slice(0, 16)} (${signer.source}), about ${named.length} artifacts`,
  );
}

/** An artifact that was added after signing. A manifest is in the tag, which the statement pins. */
async function isUncovered({ tools, release }: VerifyScene, name: string): Promise<boolean> {
  const { bundle, checksums, sbom } = release.names;
  if (![bundle, checksums, sbom].includes(name)) return false;
  return tools.artifacts.files.exists(name);
}
