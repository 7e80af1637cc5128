import { prepareRelease, type PreparedStep } from "../../app/prepare/prepare-release.ts";
import { commaList } from "../../kernel/comma-list.ts";
import { artifactTools } from "../commands/make-artifact.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";

/** `release prepare`: from the commits to the tag and its artifacts, in one run that can be repeated. */
export async function prepare(call: Call, operand: string): Promise<ExitCode> {
  const { text, has, json, services, output } = call;
  const product = await services.product();
  const tools = {
    ...services,
    ...(await artifactTools(call)),
    ...(await services.evidence()),
    dependencies: await services.dependencies(),
    signals: services.signals(product),
  };
  const steps: PreparedStep[] = [];
  const request = {
    operand,
    type: text("type"),
    title: text("title"),
    objective: text("objective"),
    reason: text("reason"),
    sign: has("sign"),
    skip: commaList(text("skip")),
    dryRun: has("dry-run"),
  };
  for await (const step of prepareRelease(tools, product, request)) {
    steps.push(step);
    for (const warning of step.warnings ?? []) output.warn(warning);
    if (!json) output.answer(`${step.name.padEnd(NAME_WIDTH)}  ${step.state.padEnd(STATE_WIDTH)}  ${step.says}`);
  }
  if (json) output.document({ version: operand, dryRun: request.dryRun, steps });
  return EXIT.done;
}

const NAME_WIDTH = "version files".length;
const STATE_WIDTH = "there already".length;
