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
  backup: async () => (await import("./backup/backup.ts")).BACKUP,
  deploy: async () => (await import("./deploy/deploy.ts")).DEPLOY,
  migrate: async () => (await import("./migrate/migrate.ts")).MIGRATE,
  restore: async () => (await import("./restore/restore.ts")).RESTORE,
  schedule: async () => (await import("./schedule/schedule.ts")).SCHEDULE,
  watch: async () => (await import("./watch/watch.ts")).WATCH,
};
