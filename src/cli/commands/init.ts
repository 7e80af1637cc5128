import { initProduct } from "../../app/init/init-product.ts";
import { EXIT, type Command } from "../command.ts";

export const init: Command = {
  name: "init",
  summary: "write a commented slipway.yaml from what the repository shows",
  flags: [
    { name: "dry-run", summary: "print it instead of writing it" },
    { name: "force", summary: "replace a slipway.yaml that is there" },
  ],
  examples: [
    { command: "slipway init --dry-run", explains: "what would be written" },
    { command: "slipway init", explains: "detects tags, components, version files, changelog and conventions" },
  ],
  async run({ services, output, json, has }) {
    const result = await initProduct(services, { dryRun: has("dry-run"), force: has("force") });
    if (json) output.document(result);
    else if (!result.written) output.answer(result.text);
    else {
      const several = Object.keys(result.document.components ?? {}).length > 1;
      const lines = [...result.found, ...result.remarks.map((remark) => `note: ${remark}`)];
      output.answer(
        [
          `wrote ${result.path}`,
          ...lines.map((line) => `  ${line}`),
          `next: slipway plan${several ? " --all" : ""}`,
        ].join("\n"),
      );
    }
    return EXIT.done;
  },
};
