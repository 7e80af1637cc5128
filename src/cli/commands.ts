import type { Command } from "./command.ts";

/** Every command, loaded only when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  backtest: async () => (await import("./commands/backtest.ts")).backtest,
  next: async () => (await import("./commands/next.ts")).next,
  plan: async () => (await import("./commands/plan.ts")).plan,
  version: async () => (await import("./commands/version.ts")).version,
};
