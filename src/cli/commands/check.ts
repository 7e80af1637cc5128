import { checkRelease, type CheckAnswer } from "../../app/check/check-release.ts";
import { EXIT, type Command } from "../command.ts";

export const check: Command = {
  name: "check",
  summary: "every condition of a release that a machine can see for itself, each with what was found",
  operands: "[COMPONENT@]VERSION",
  arity: [1, 1],
  flags: [
    { name: "before-tag", summary: "leave out what is made with the tag: tag, manifest, checksums, bundle" },
    { name: "type", value: "NAME", summary: "hold the release to one of the types in slipway.yaml" },
    { name: "reason", value: "TEXT", summary: "why the version is not the planned one" },
  ],
  examples: [
    { command: "slipway check 1.4.0 --before-tag", explains: "whether 1.4.0 can be released" },
    { command: "slipway check 1.4.0", explains: "whether 1.4.0 was made completely; exit 1 names what is missing" },
  ],
  async run({ operands, text, has, json, services, output }) {
    const product = await services.product();
    const tools = { ...services, ...(await services.evidence()), signals: services.signals(product) };
    const answer = await checkRelease(tools, product, {
      operand: operands[0]!,
      type: text("type"),
      reason: text("reason"),
      beforeTag: has("before-tag"),
    });
    if (json) output.document(answer);
    else output.answer(render(answer));
    return answer.passed ? EXIT.done : EXIT.no;
  },
};

function render({ items, version, passed }: CheckAnswer): string {
  const lines = items.map(({ id, title, state, required, evidence, action }) => {
    const mark = state === "met" ? "met " : required ? "open" : "note";
    const found = evidence === "" ? "" : `\n      ${evidence.replaceAll("\n", "\n      ")}`;
    return `${mark}  ${id}: ${title}${found}${action === null ? "" : `\n      do: ${action}`}`;
  });
  const open = items.filter(({ state, required }) => state === "open" && required).length;
  return [...lines, passed ? `${version}: every condition is met` : `${version}: ${open} of ${items.length} open`].join(
    "\n",
  );
}
