import { execFileSync } from "node:child_process";
import { createHash, createPublicKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleFromJSON } from "@sigstore/bundle";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { describe, expect, test } from "vitest";
import { artifactPaths, makeArtifacts, releasedProduct } from "./support/released.ts";
import { temporaryFolder } from "./support/repository.ts";
import { slipwayJson } from "./support/slipway.ts";

const paths = artifactPaths();

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

interface Statement {
  readonly _type: string;
  readonly predicateType: string;
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicate: { readonly buildDefinition: { readonly resolvedDependencies: unknown } };
}

function signed() {
  const repository = releasedProduct();
  makeArtifacts(repository);
  const envelope = JSON.parse(repository.read(paths.provenance)) as Envelope;
  const { pem } = slipwayJson<{ pem: string }>(repository.folder, ["key", "show"]);
  const statement = JSON.parse(Buffer.from(envelope.payload, "base64").toString()) as Statement;
  return { repository, envelope, statement, pem };
}

describe("provenance", () => {
  test("[R-18] the statement names every artifact by its digest, the commit and the tag object", () => {
    const { repository, statement } = signed();
    expect(statement).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "https://slsa.dev/provenance/v1",
    });
    const { manifest, manifestJson, bundle, checksums, sbom } = paths;
    const covered = [manifest, manifestJson, bundle, checksums, sbom].toSorted().map((name) => ({
      name,
      digest: {
        sha256: createHash("sha256")
          .update(readFileSync(join(repository.folder, name)))
          .digest("hex"),
      },
    }));
    expect(statement.subject.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(covered);
    expect(statement.predicate.buildDefinition.resolvedDependencies).toEqual([
      { name: "commit", digest: { gitCommit: repository.git("rev-parse", "v1.0.0^{commit}") } },
      { name: "refs/tags/v1.0.0", digest: { gitTag: repository.git("rev-parse", "v1.0.0") } },
    ]);
  });

  test("openssl verifies the signature over the pre-authentication encoding", () => {
    const { envelope, pem } = signed();
    const folder = temporaryFolder();
    const body = Buffer.from(envelope.payload, "base64");
    const { payloadType } = envelope;
    writeFileSync(join(folder, "key.pem"), pem);
    writeFileSync(join(folder, "signature"), Buffer.from(envelope.signatures[0]!.sig, "base64"));
    const verify = (message: Buffer): string => {
      writeFileSync(join(folder, "message"), message);
      const files = ["-inkey", "key.pem", "-sigfile", "signature", "-in", "message"];
      return execFileSync("openssl", ["pkeyutl", "-verify", "-pubin", "-rawin", ...files], { cwd: folder }).toString();
    };
    const start = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `);
    expect(verify(Buffer.concat([start, body]))).toContain("Signature Verified Successfully");
    expect(() => verify(body)).toThrow("Command failed");
  });

  test("the verifier of sigstore accepts the envelope with the public key, and no changed one", () => {
    const { envelope, pem } = signed();
    const [{ keyid }] = envelope.signatures as [Envelope["signatures"][number]];
    const verify = (dsseEnvelope: Envelope): void => {
      const entity = toSignedEntity(
        bundleFromJSON({
          mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
          verificationMaterial: { publicKey: { hint: keyid }, tlogEntries: [] },
          dsseEnvelope,
        }),
      );
      const keys = (hint: string) => {
        expect(hint).toBe(keyid);
        return { publicKey: createPublicKey(pem), validFor: () => true };
      };
      const root = { mediaType: "", tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] };
      const material = toTrustMaterial(root, keys);
      new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }).verify(entity);
    };
    expect(() => verify(envelope)).not.toThrow();
    const payload = Buffer.from(Buffer.from(envelope.payload, "base64").toString().replace("1.0.0", "1.0.1"));
    expect(() => verify({ ...envelope, payload: payload.toString("base64") })).toThrow(/signature verification failed/);
  });

  test("an envelope in the other base64 alphabet and without key id still proves who signed, but is not canonical", async () => {
    const { openArtifacts } = await import("../src/artifacts/open-artifacts.ts");
    const { openRepository } = await import("../src/git/repository.ts");
    const { repository, envelope, pem } = signed();
    const { envelopes, keys } = openArtifacts({
      repository: openRepository(repository.folder),
      environment: undefined,
    });
    const urlSafe = (text: string): string => text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const sig = urlSafe(envelope.signatures[0]!.sig);
    const text = JSON.stringify({ ...envelope, payload: urlSafe(envelope.payload), signatures: [{ sig }, { sig }] });
    const key = keys.parse(pem, "shown");
    expect(envelopes.open(text, [key])).toMatchObject({ signers: [key], strangers: 0, isCanonical: false });
    expect(envelopes.open(repository.read(paths.provenance), [key])).toMatchObject({
      signers: [key],
      isCanonical: true,
    });
  });
});
