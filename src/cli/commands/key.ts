import { createKey, showKey, type ShownKey } from "../../app/artifacts/release-keys.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";

export const key: Command = {
  name: "key",
  summary: "make or show the key that signs provenance",
  operands: "create | show",
  arity: [1, 1],
  flags: [
    { name: "file", value: "FILE", summary: "the private key (default: in the git folder, where nothing commits it)" },
  ],
  examples: [
    {
      command: "slipway key create",
      explains: "a private key only you can read, and its public part in releases/keys",
    },
    { command: "slipway key show", explains: "which key signs, and whether it is trusted" },
    { command: 'SLIPWAY_SIGNING_KEY="$(cat ci.pem)" slipway key show', explains: "a key from the environment" },
  ],
  async run(call) {
    const [verb] = call.operands;
    if (verb !== "create" && verb !== "show") throw new SlipwayError(unknownVerb(verb!));
    const { services, text } = call;
    const tools = { ...services, artifacts: await services.artifacts() };
    const product = await services.product();
    if (verb === "show") return tell(call, await showKey(tools, product, text("file")));
    const created = await createKey(tools, product, text("file"));
    if (!call.json)
      call.output.answer(
        `commit ${created.publicFile} so that its signatures count:\n  git add ${created.publicFile}\n`,
      );
    return tell(call, created);
  },
};

function tell({ json, output }: Call, shown: ShownKey): ExitCode {
  const { id, pem, source, publicFile, trusted } = shown;
  const state = trusted ? `trusted, in ${publicFile}` : `not trusted: there is no ${publicFile} at HEAD`;
  if (json) output.document(shown);
  else output.answer(`key ${id}\nprivate part: ${source}\npublic part: ${state}\n\n${pem}`);
  return EXIT.done;
}

function unknownVerb(verb: string): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway key ${verb}\` is not known`,
    expected: "slipway key create, or slipway key show",
    action: "`slipway key --help` shows examples",
  };
}
