import type { Product } from "../../config/product.ts";
import type { ArtifactAdapters, TreeSource } from "../artifact-ports.ts";
import type { DependencyReader, ListFolder } from "../manifest-ports.ts";
import type { BranchReader, Repository, TagReader, Workspace } from "../ports.ts";

/** What makes and checks artifacts; compose.ts puts it together. */
export interface ArtifactServices extends ArtifactAdapters {
  readonly tree: TreeSource;
  readonly dependencies: DependencyReader;
  /** The settings of the product as they stood in a commit, whatever the working tree holds. */
  productAt(commit: string): Promise<Product>;
}

export interface ArtifactTools {
  readonly repository: Repository;
  readonly tags: TagReader;
  readonly branches: BranchReader;
  readonly workspace: Workspace;
  readonly listFolder: ListFolder;
  readonly artifacts: ArtifactServices;
  /** Told what long work is at; at most a few times a second. */
  progress(text: string): void;
}

/** An artifact that was made, or stood there already. */
export interface WrittenArtifact {
  /** Relative to the top of the repository. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly changed: boolean;
  readonly warnings: readonly string[];
}
