import type { Command } from "../command.ts";
import { intervene } from "../release/end.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const rollback: Command = {
  name: "rollback",
  summary: "start the rollback of a release beside it: it waits for nobody",
  operands: "RELEASE",
  arity: [1, 1],
  flags: [
    { name: "on", value: "EVENT", summary: "what happened (default: manual)" },
    { name: "reason", value: "TEXT", summary: "why; kept with the start of the rollback" },
    ...PERSON_FLAGS,
  ],
  examples: [
    {
      command: 'slipway rollback v1.4.0 --reason "orders are lost" && slipway run v1.4.0',
      explains: "the version before it comes back",
    },
  ],
  async run(call) {
    const reason = call.text("reason") ?? "";
    return intervene(call, call.operands[0]!, (by) => ({
      type: "trigger",
      on: call.text("on") ?? "manual",
      by,
      reason,
    }));
  },
};
