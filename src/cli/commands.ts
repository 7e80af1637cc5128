import type { Command } from "./command.ts";

/** Every command, loaded only when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  branch: async () => (await import("./commands/branch.ts")).branch,
  changelog: async () => (await import("./commands/changelog.ts")).changelog,
  completion: async () => (await import("./commands/completion.ts")).completion,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  init: async () => (await import("./commands/init.ts")).init,
  next: async () => (await import("./commands/next.ts")).next,
  notes: async () => (await import("./commands/notes.ts")).notes,
  plan: async () => (await import("./commands/plan.ts")).plan,
  trace: async () => (await import("./commands/trace.ts")).trace,
  version: async () => (await import("./commands/version.ts")).version,
};
