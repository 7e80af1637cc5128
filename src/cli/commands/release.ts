import { prepareRelease, type PreparedStep } from "../../app/prepare/prepare-release.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";

export const release: Command = {
  name: "release",
  summary: "prepare a release: from its commits to the tag and its artifacts, in one run that can be repeated",
  operands: "prepare [COMPONENT@]VERSION",
  arity: [2, 2],
  flags: [
    { name: "type", value: "NAME", summary: "hold the release to one of the types in slipway.yaml" },
    { name: "title", value: "TEXT", summary: "title of the release, in changelog and tag" },
    { name: "objective", value: "TEXT", summary: "objective of the release in one line, in changelog and tag" },
    { name: "reason", value: "TEXT", summary: "why the version is not the planned one; kept in the tag" },
    { name: "sign", summary: "sign the tag with git's own ssh or OpenPGP key, and verify the signature" },
    { name: "dry-run", summary: "check everything and name the steps, but write nothing" },
  ],
  examples: [
    {
      command: "slipway release prepare 1.4.0 --dry-run",
      explains: "what speaks against 1.4.0, and what would be made",
    },
    {
      command: 'slipway release prepare 1.4.0 --title "Phase 4: reports"',
      explains: "changelog, version files, manifest, commit, tag, bundle, checksums, SBOM, provenance",
    },
    { command: "slipway release prepare api@2.0.0 --sign", explains: "one component of several, with a signed tag" },
  ],
  async run(call) {
    const [verb, operand] = call.operands;
    if (verb !== "prepare") throw new SlipwayError(unknownOperation(verb!));
    return prepare(call, operand!);
  },
};

async function prepare({ text, has, json, services, output }: Call, operand: string): Promise<ExitCode> {
  const product = await services.product();
  const [evidence, dependencies] = await Promise.all([services.evidence(), services.dependencies()]);
  const tools = { ...services, ...evidence, dependencies, signals: services.signals(product) };
  const steps: PreparedStep[] = [];
  const request = {
    operand,
    type: text("type"),
    title: text("title"),
    objective: text("objective"),
    reason: text("reason"),
    sign: has("sign"),
    dryRun: has("dry-run"),
  };
  for await (const step of prepareRelease(tools, product, request)) {
    steps.push(step);
    if (!json) output.answer(`${step.name.padEnd(NAME_WIDTH)}  ${step.state.padEnd(STATE_WIDTH)}  ${step.says}`);
  }
  if (json) output.document({ version: operand, dryRun: request.dryRun, steps });
  return EXIT.done;
}

const NAME_WIDTH = "version files".length;
const STATE_WIDTH = "there already".length;

function unknownOperation(verb: string): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway release ${verb}\` is not known`,
    expected: "slipway release prepare [COMPONENT@]VERSION",
    action: "`slipway release --help` shows examples",
  };
}
