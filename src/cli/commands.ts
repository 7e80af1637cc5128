import type { Command } from "./command.ts";

/** Every command, loaded only when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  analyze: async () => (await import("./commands/analyze.ts")).analyze,
  audit: async () => (await import("./commands/audit.ts")).audit,
  backtest: async () => (await import("./commands/backtest.ts")).backtest,
  backup: async () => (await import("./commands/backup.ts")).backup,
  branch: async () => (await import("./commands/branch.ts")).branch,
  bump: async () => (await import("./commands/bump.ts")).bump,
  changelog: async () => (await import("./commands/changelog.ts")).changelog,
  check: async () => (await import("./commands/check.ts")).check,
  completion: async () => (await import("./commands/completion.ts")).completion,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  evidence: async () => (await import("./commands/evidence.ts")).evidence,
  gates: async () => (await import("./commands/gates.ts")).gates,
  init: async () => (await import("./commands/init.ts")).init,
  lint: async () => (await import("./commands/lint.ts")).lint,
  next: async () => (await import("./commands/next.ts")).next,
  notes: async () => (await import("./commands/notes.ts")).notes,
  plan: async () => (await import("./commands/plan.ts")).plan,
  process: async () => (await import("./commands/process.ts")).process,
  release: async () => (await import("./commands/release.ts")).release,
  restore: async () => (await import("./commands/restore.ts")).restore,
  tag: async () => (await import("./commands/tag.ts")).tag,
  trace: async () => (await import("./commands/trace.ts")).trace,
  version: async () => (await import("./commands/version.ts")).version,
};
