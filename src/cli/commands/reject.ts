import { outcomesOf } from "../../domain/process/process.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Command } from "../command.ts";
import { personCommand } from "../release/person-command.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const reject: Command = {
  name: "reject",
  summary: "say no to a step that waits for an approval, a review or an acceptance",
  operands: "RELEASE [STEP]",
  arity: [1, 2],
  flags: [{ name: "reason", value: "TEXT", summary: "why; it goes to everybody who is told" }, ...PERSON_FLAGS],
  examples: [
    {
      command: 'slipway reject v1.4.0 uat --reason "the report is empty"',
      explains: "the process says where that leads; `slipway release why v1.4.0` tells",
    },
  ],
  async run(call) {
    const reason = call.text("reason") ?? "";
    if (reason.trim() === "")
      throw new SlipwayError({
        code: "reason-missing",
        kind: "input",
        found: "a rejection without a reason",
        expected: "why, for those who have to act on it",
        action: 'add --reason "…"',
      });
    return personCommand(call, call.operands[1], "rejected", ({ run, visit, work }, by) => {
      const outcome = outcomesOf(work).find((name) => name === "rejected" || name === "changes-requested");
      return [{ type: "finish", run, visit, outcome: outcome ?? "rejected", by, comment: reason }];
    });
  },
};
