import { decideGateFile, gateAnswer } from "../../app/gate/decide-gate-file.ts";
import { EXIT, type Command } from "../command.ts";
import { readDocument } from "../read-document.ts";
import { renderGate } from "../render-gate.ts";

export const gate: Command = {
  name: "gate",
  summary: "make a gate decision again from a case: policy, people and what they signed",
  operands: "[FILE]",
  arity: [0, 1],
  flags: [
    { name: "at", value: "TIME", summary: "decide as of this moment instead of the case's `now`" },
    { name: "explain", summary: "under --json also every condition, who can resolve it, and what became of each act" },
  ],
  examples: [
    { command: "slipway gate case.yaml", explains: "may it pass, and if not, who can do what; exit 1 when it may not" },
    { command: "slipway gate --json < case.json", explains: "the decision for programs; docs/gate.md has the format" },
    { command: "slipway gate case.yaml --at 2026-03-29T14:00Z", explains: "what the decision was then" },
  ],
  async run({ operands, text, has, json, output }) {
    const [file = "-"] = operands;
    const decided = decideGateFile(
      await readDocument(file, "case", "slipway gate case.yaml"),
      file === "-" ? "the case" : file,
      text("at"),
    );
    if (json) output.document(gateAnswer(decided, has("explain")));
    else output.answer(renderGate(decided));
    return decided.decision.decision === "go" ? EXIT.done : EXIT.no;
  },
};
