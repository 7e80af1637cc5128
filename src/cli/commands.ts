import type { Command } from "./command.ts";

/** Every command, loaded only when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  changelog: async () => (await import("./commands/changelog.ts")).changelog,
  next: async () => (await import("./commands/next.ts")).next,
  notes: async () => (await import("./commands/notes.ts")).notes,
  plan: async () => (await import("./commands/plan.ts")).plan,
  version: async () => (await import("./commands/version.ts")).version,
};
