import { EXIT, type Command } from "../command.ts";
import { VERSION } from "../version.ts";

export const version: Command = {
  name: "version",
  summary: "print the version of Slipway itself",
  flags: [],
  examples: [{ command: "slipway version --json", explains: "with the version of Node that runs it" }],
  async run(call) {
    if (call.json) call.output.document({ slipway: VERSION, node: process.version });
    else call.output.answer(VERSION);
    return EXIT.done;
  },
};
