import type { StepKind } from "../../domain/process/step-kind.ts";
import type { Kind } from "./kind.ts";

/** Every kind that a machine does, loaded when a release comes to its first step of it. */
export const KINDS: Readonly<Partial<Record<StepKind, () => Promise<Kind>>>> = {
  backup: async () => (await import("./backup/backup.ts")).BACKUP,
  "bump-version": async () => (await import("./bump-version/bump-version.ts")).BUMP_VERSION,
  bundle: async () => (await import("./bundle/bundle.ts")).BUNDLE,
  changelog: async () => (await import("./changelog/changelog.ts")).CHANGELOG,
  checksums: async () => (await import("./checksums/checksums.ts")).CHECKSUMS,
  commit: async () => (await import("./commit/commit.ts")).COMMIT,
  "cut-branch": async () => (await import("./cut-branch/cut-branch.ts")).CUT_BRANCH,
  deploy: async () => (await import("./deploy/deploy.ts")).DEPLOY,
  gate: async () => (await import("./gate/gate.ts")).GATE,
  manifest: async () => (await import("./manifest/manifest.ts")).MANIFEST,
  merge: async () => (await import("./merge/merge.ts")).MERGE,
  "merge-back": async () => (await import("./merge-back/merge-back.ts")).MERGE_BACK,
  migrate: async () => (await import("./migrate/migrate.ts")).MIGRATE,
  notes: async () => (await import("./notes/notes.ts")).NOTES,
  notify: async () => (await import("./notify/notify.ts")).NOTIFY,
  probe: async () => (await import("./probe/probe.ts")).PROBE,
  publish: async () => (await import("./publish/publish.ts")).PUBLISH,
  "pull-request": async () => (await import("./pull-request/pull-request.ts")).PULL_REQUEST,
  push: async () => (await import("./push/push.ts")).PUSH,
  restore: async () => (await import("./restore/restore.ts")).RESTORE,
  run: async () => (await import("./run/run.ts")).RUN,
  schedule: async () => (await import("./schedule/schedule.ts")).SCHEDULE,
  tag: async () => (await import("./tag/tag.ts")).TAG,
  watch: async () => (await import("./watch/watch.ts")).WATCH,
};
