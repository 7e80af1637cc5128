import type { Command } from "../command.ts";
import { personCommand } from "../release/person-command.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const decide: Command = {
  name: "decide",
  summary: "end a decision, a form or a task with one of the outcomes it offers: go, no-go, defer",
  operands: "RELEASE STEP OUTCOME",
  arity: [3, 3],
  flags: [{ name: "reason", value: "TEXT", summary: "rationale; kept with the decision" }, ...PERSON_FLAGS],
  examples: [
    {
      command: 'slipway decide v1.4.0 go no-go --reason "two criteria are not met"',
      explains: "the outcome is recorded, and the process says what follows",
    },
  ],
  async run(call) {
    const [, step = "", outcome = ""] = call.operands;
    const reason = call.text("reason");
    const comment = reason === undefined ? {} : { comment: reason };
    return personCommand(call, step, `decided as ${outcome}`, ({ run, visit }, by) => [
      { type: "finish", run, visit, outcome, by, ...comment },
    ]);
  },
};
