import { outcomesOf } from "../../domain/process/process.ts";
import type { Command } from "../command.ts";
import { personCommand } from "../release/person-command.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const approve: Command = {
  name: "approve",
  summary: "say yes to a step that waits for an approval, a review or an acceptance",
  operands: "RELEASE [STEP]",
  arity: [1, 2],
  flags: [{ name: "comment", value: "TEXT", summary: "kept with the approval" }, ...PERSON_FLAGS],
  examples: [
    { command: "slipway approve v1.4.0", explains: "the one step that waits for you" },
    { command: "slipway approve v1.4.0 uat --role stakeholder", explains: "one of the signatures a step asks for" },
  ],
  async run(call) {
    const comment = call.text("comment");
    return personCommand(call, call.operands[1], "approved", ({ run, visit, work }, by) => [
      {
        type: "finish",
        run,
        visit,
        outcome: outcomesOf(work)[0] ?? "",
        by,
        ...(comment === undefined ? {} : { comment }),
      },
    ]);
  },
};
