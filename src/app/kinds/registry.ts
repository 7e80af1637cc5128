import type * as z from "zod/mini";
import type { StepKind } from "../../domain/process/step-kind.ts";
import type { Performer } from "../engine-ports.ts";
import type { KindTools } from "./kind-tools.ts";

/** How the steps of one kind are done. */
export interface Kind {
  /** What `with` of such a step may say. */
  readonly settings: z.ZodMiniType;
  open(tools: KindTools): Performer;
}

/** Every kind that a machine does, loaded with its first step. */
export const KINDS: Partial<Readonly<Record<StepKind, () => Promise<Kind>>>> = {
  "bump-version": async () => (await import("./bump-version/bump-version.ts")).BUMP_VERSION,
  bundle: async () => (await import("./bundle/bundle.ts")).BUNDLE,
  changelog: async () => (await import("./changelog/changelog.ts")).CHANGELOG,
  checksums: async () => (await import("./checksums/checksums.ts")).CHECKSUMS,
  commit: async () => (await import("./commit/commit.ts")).COMMIT,
  "cut-branch": async () => (await import("./cut-branch/cut-branch.ts")).CUT_BRANCH,
  manifest: async () => (await import("./manifest/manifest.ts")).MANIFEST,
  merge: async () => (await import("./merge/merge.ts")).MERGE,
  "merge-back": async () => (await import("./merge-back/merge-back.ts")).MERGE_BACK,
  publish: async () => (await import("./publish/publish.ts")).PUBLISH,
  "pull-request": async () => (await import("./pull-request/pull-request.ts")).PULL_REQUEST,
  push: async () => (await import("./push/push.ts")).PUSH,
  tag: async () => (await import("./tag/tag.ts")).TAG,
};
