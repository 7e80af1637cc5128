import type { OpenedEnvelope, PublicKey } from "../artifact-ports.ts";
import type { Product } from "../../config/product.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import type { ExpectedArtifacts } from "./expected-artifacts.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/** What a check works with. */
export interface VerifyScene {
  readonly tools: ArtifactTools;
  /** The product as it is now. */
  readonly product: Product;
  readonly release: TaggedRelease;
  readonly expected: ExpectedArtifacts;
  readonly provenance: ReadProvenance;
  /** Where an artifact is read from, by the place it belongs to. */
  place(path: string): string;
}

/** A provenance file as it stands. Only of a signed one the payload is believed. */
export type ReadProvenance =
  | { readonly state: "absent" }
  | { readonly state: "damaged"; readonly says: string }
  | {
      readonly state: "signed";
      readonly payload: string;
      readonly envelope: OpenedEnvelope;
      readonly signer: PublicKey;
    };
