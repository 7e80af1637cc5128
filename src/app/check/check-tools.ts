import type { ReadAddedLines } from "../evidence-ports.ts";
import type { VerificationTools } from "../evidence/collect-verification.ts";
import type { BranchTools } from "../release-branch.ts";
import type { TagReader, Workspace } from "../ports.ts";

/** What the checks of a release look at. */
export interface ReleaseTools extends VerificationTools, BranchTools {
  readonly tags: TagReader;
  readonly workspace: Workspace;
  readonly addedLines: ReadAddedLines;
}
