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

/** Every kind that a machine does, loaded when a release comes to its first step of it. */
export const KINDS: Readonly<Partial<Record<StepKind, () => Promise<Kind>>>> = {
  backup: async () => (await import("./backup/backup.ts")).BACKUP,
  "bump-version": async () => ({
    settings: (await import("./bump-version/settings.ts")).BumpVersionSettings,
    open: (await import("./bump-version/bump-version.ts")).openBumpVersion,
  }),
  bundle: async () => ({
    settings: (await import("./bundle/settings.ts")).BundleSettings,
    open: (await import("./bundle/bundle.ts")).openBundle,
  }),
  changelog: async () => ({
    settings: (await import("./changelog/settings.ts")).ChangelogSettings,
    open: (await import("./changelog/changelog.ts")).openChangelog,
  }),
  checksums: async () => ({
    settings: (await import("./checksums/settings.ts")).ChecksumsSettings,
    open: (await import("./checksums/checksums.ts")).openChecksums,
  }),
  commit: async () => ({
    settings: (await import("./commit/settings.ts")).CommitSettings,
    open: (await import("./commit/commit.ts")).openCommit,
  }),
  "cut-branch": async () => ({
    settings: (await import("./cut-branch/settings.ts")).CutBranchSettings,
    open: (await import("./cut-branch/cut-branch.ts")).openCutBranch,
  }),
  deploy: async () => (await import("./deploy/deploy.ts")).DEPLOY,
  manifest: async () => ({
    settings: (await import("./manifest/settings.ts")).ManifestSettings,
    open: (await import("./manifest/manifest.ts")).openManifest,
  }),
  merge: async () => ({
    settings: (await import("./merge/settings.ts")).MergeSettings,
    open: (await import("./merge/merge.ts")).openMerge,
  }),
  "merge-back": async () => ({
    settings: (await import("./merge-back/settings.ts")).MergeBackSettings,
    open: (await import("./merge-back/merge-back.ts")).openMergeBack,
  }),
  migrate: async () => (await import("./migrate/migrate.ts")).MIGRATE,
  notify: async () => (await import("./notify/notify.ts")).NOTIFY,
  probe: async () => (await import("./probe/probe.ts")).PROBE,
  publish: async () => ({
    settings: (await import("./publish/settings.ts")).PublishSettings,
    open: (await import("./publish/publish.ts")).openPublish,
  }),
  "pull-request": async () => ({
    settings: (await import("./pull-request/settings.ts")).PullRequestSettings,
    open: (await import("./pull-request/pull-request.ts")).openPullRequest,
  }),
  push: async () => ({
    settings: (await import("./push/settings.ts")).PushSettings,
    open: (await import("./push/push.ts")).openPush,
  }),
  restore: async () => (await import("./restore/restore.ts")).RESTORE,
  run: async () => (await import("./run/run.ts")).RUN,
  tag: async () => ({
    settings: (await import("./tag/settings.ts")).TagSettings,
    open: (await import("./tag/tag.ts")).openTag,
  }),
  watch: async () => (await import("./watch/watch.ts")).WATCH,
};
