import type { StepKind } from "../../domain/process/step-kind.ts";
import type { Kind } from "./kind.ts";

/** Every kind that a machine does, loaded with its first step. */
export const KINDS: Partial<Readonly<Record<StepKind, () => Promise<Kind>>>> = {
  backup: async () => (await import("./backup/backup.ts")).BACKUP,
  deploy: async () => (await import("./deploy/deploy.ts")).DEPLOY,
  migrate: async () => (await import("./migrate/migrate.ts")).MIGRATE,
  restore: async () => (await import("./restore/restore.ts")).RESTORE,
  watch: async () => (await import("./watch/watch.ts")).WATCH,
};
