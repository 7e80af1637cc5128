import type { Command } from "./command.ts";

/** Every command, loaded only when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  analyze: async () => (await import("./commands/analyze.ts")).analyze,
  branch: async () => (await import("./commands/branch.ts")).branch,
  next: async () => (await import("./commands/next.ts")).next,
  plan: async () => (await import("./commands/plan.ts")).plan,
  trace: async () => (await import("./commands/trace.ts")).trace,
  version: async () => (await import("./commands/version.ts")).version,
};
