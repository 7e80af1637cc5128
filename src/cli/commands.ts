import type { Command } from "./command.ts";

/** Every command, loaded only when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  branch: async () => (await import("./commands/branch.ts")).branch,
  bump: async () => (await import("./commands/bump.ts")).bump,
  gates: async () => (await import("./commands/gates.ts")).gates,
  lint: async () => (await import("./commands/lint.ts")).lint,
  next: async () => (await import("./commands/next.ts")).next,
  plan: async () => (await import("./commands/plan.ts")).plan,
  tag: async () => (await import("./commands/tag.ts")).tag,
  trace: async () => (await import("./commands/trace.ts")).trace,
  version: async () => (await import("./commands/version.ts")).version,
};
