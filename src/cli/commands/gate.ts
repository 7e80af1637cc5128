import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { decideGateFile, gateAnswer } from "../../app/gate/decide-gate-file.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";
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
    { command: "slipway gate case.yaml", explains: "may it pass, and if not, who can do what; exit 4 when it may not" },
    { command: "slipway gate --json < case.json", explains: "the decision for programs; docs/gate.md has the format" },
    { command: "slipway gate case.yaml --at 2026-03-29T14:00Z", explains: "what the decision was then" },
  ],
  async run({ operands, text, has, json, output }) {
    const [file = "-"] = operands;
    const decided = decideGateFile(await read(file), file === "-" ? "the case" : file, text("at"));
    if (json) output.document(gateAnswer(decided, has("explain")));
    else output.answer(renderGate(decided));
    return decided.decision.decision === "go" ? EXIT.done : EXIT.refused;
  },
};

async function read(file: string): Promise<string> {
  if (file !== "-") return readFile(file, "utf8").catch((error: unknown) => unreadable(file, error));
  if (process.stdin.isTTY) return unreadable("on stdin", undefined);
  return readAll(process.stdin);
}

function unreadable(file: string, cause: unknown): never {
  throw new SlipwayError(
    {
      code: "gate-case-missing",
      kind: "input",
      found: `the case ${file} cannot be read`,
      expected: "a case in YAML or JSON",
      action: "slipway gate case.yaml",
    },
    { cause },
  );
}
