import type { Product } from "../../config/product.ts";
import type { ArtifactTools } from "../artifacts/artifact-tools.ts";
import type { ExpectedArtifacts } from "../artifacts/expected-artifacts.ts";
import type { ChangelogTools } from "../changelog-of-release.ts";
import type { Recorder } from "../ledger/recorder.ts";
import type { ManifestTools } from "../manifest/build-manifest.ts";
import type { ReleaseFacts } from "../release-facts.ts";
import type { TagTools } from "../tag-release.ts";

export interface PrepareRequest {
  /** `[COMPONENT@]X.Y.Z` */
  readonly operand: string;
  /** Release type that limits what may change. */
  readonly type: string | undefined;
  readonly title: string | undefined;
  readonly objective: string | undefined;
  /** Why the version is another one than planned; kept in the tag. */
  readonly reason: string | undefined;
  readonly sign: boolean;
  /** Artifacts that are not made: `bundle`, `checksums`, `sbom`, `provenance`. */
  readonly skip: readonly string[];
  readonly dryRun: boolean;
}

export type PrepareTools = Omit<ChangelogTools, "product"> &
  TagTools &
  ManifestTools &
  ArtifactTools & { readonly recorder: Recorder };

/** Everything a step works with. Clock and writer of the tools stand at `time`. */
export interface Preparation {
  readonly tools: PrepareTools;
  readonly product: Product;
  /** What was known before the first step. */
  readonly facts: ReleaseFacts;
  readonly request: PrepareRequest;
  /** Unix seconds at which the preparation began. */
  readonly time: number;
  /** What the artifacts have to be, once there is a tag to make them from. */
  expected(): Promise<ExpectedArtifacts>;
}

export interface StepResult {
  readonly state: "done" | "there already" | "would be done" | "left out";
  /** What was made, or why not. */
  readonly says: string;
  readonly warnings?: readonly string[];
}

export interface PrepareStep {
  readonly name: string;
  run(preparation: Preparation): Promise<StepResult>;
}

export function stateOf(changed: boolean, dryRun: boolean): StepResult["state"] {
  if (!changed) return "there already";
  return dryRun ? "would be done" : "done";
}
