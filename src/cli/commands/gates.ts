import { gatesOfVersion } from "../../app/check-gates.ts";
import type { GateResult } from "../../domain/version-gate/gate.ts";
import { EXIT, type Command } from "../command.ts";

export const gates: Command = {
  name: "gates",
  summary: "the conditions on a version (1.0.0, breaks, removals, migration guide), each with its evidence",
  operands: "[[COMPONENT@]VERSION]",
  arity: [0, 1],
  flags: [
    { name: "component", value: "NAME", summary: "one component of a product that has several" },
    { name: "commit", value: "REV", summary: "look at this commit instead of HEAD" },
  ],
  examples: [
    { command: "slipway gates", explains: "the conditions on the planned next version; exit 1 while one is open" },
    { command: "slipway gates 2.0.0", explains: "what has to be ready before 2.0.0 can be tagged" },
  ],
  async run({ operands, text, json, services, output }) {
    const product = await services.product(text("commit"));
    const { version, results } = await gatesOfVersion(services.repository, product, services.signals(product), {
      operand: operands[0],
      component: text("component"),
      commit: text("commit"),
    });
    if (json) output.document({ version, gates: results });
    else output.answer(render(version, results));
    return results.every(({ state }) => state === "met") ? EXIT.done : EXIT.no;
  },
};

function render(version: string, results: readonly GateResult[]): string {
  if (results.length === 0) return `${version}: no condition applies`;
  return results
    .map(({ id, title, state, evidence, action }) => {
      const head = `${state.padEnd(4)}  ${id}: ${title}\n      ${evidence}`;
      return action === null ? head : `${head}\n      do: ${action}`;
    })
    .join("\n");
}
