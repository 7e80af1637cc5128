import type { Command } from "../command.ts";
import { personCommand } from "../release/person-command.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const withdraw: Command = {
  name: "withdraw",
  summary: "take back what you signed or objected, as long as the step is open",
  operands: "RELEASE [STEP]",
  arity: [1, 2],
  flags: [{ name: "reason", value: "TEXT", summary: "why" }, ...PERSON_FLAGS],
  examples: [
    {
      command: 'slipway withdraw v1.4.0 uat --role stakeholder --reason "a test was missed"',
      explains: "the step waits for that signature again",
    },
  ],
  async run(call) {
    const reason = call.text("reason") ?? "";
    return personCommand(call, call.operands[1], "withdrawn", ({ run, visit }, by) => [
      { type: "withdraw", run, visit, by, reason },
    ]);
  },
};
