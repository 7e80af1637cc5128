import { readChangelog } from "../../app/changelog-file.ts";
import { readOperand } from "../../app/release-operand.ts";
import type { Product } from "../../config/product.ts";
import { checkChangelog } from "../../domain/changelog/check.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { formatOf } from "../changelog/format.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { PLAN_FLAGS } from "./plan-flags.ts";

export const changelog: Command = {
  name: "changelog",
  summary: "print or write what changed, by release; `changelog check VERSION` checks the file",
  operands: "[check [COMPONENT@]VERSION]",
  arity: [0, 2],
  flags: [
    ...PLAN_FLAGS,
    { name: "full", summary: "every release instead of one" },
    { name: "format", value: "NAME", summary: "keep, conventional or json (default: the style of the product)" },
    { name: "write", summary: "put the entry into the changelog file" },
    { name: "dry-run", summary: "with --write: say what would be written, write nothing" },
    { name: "title", value: "TEXT", summary: "title of the release (conventional)" },
    { name: "objective", value: "TEXT", summary: "objective of the release in one line (conventional)" },
    { name: "tests", value: "TEXT", summary: "result of the tests (conventional; default: recorded evidence)" },
    {
      name: "security-scan",
      value: "WORD",
      summary: "result of the security scan: PASS, ADVISORY or FAIL (conventional; default: recorded evidence)",
    },
    { name: "date", value: "DAY", summary: "day of the release as YYYY-MM-DD (default: today)" },
  ],
  examples: [
    { command: "slipway changelog", explains: "the entry of the next release" },
    { command: "slipway changelog --full > HISTORY.md", explains: "every release, newest first" },
    { command: "slipway changelog --from v1.4.0 --to v1.5.0", explains: "what one range brought" },
    { command: "slipway changelog --write --dry-run", explains: "what would be written into the file" },
    { command: "slipway changelog check 1.5.0", explains: "exit 1 unless the file has a dated entry" },
  ],
  async run(call) {
    const [verb, operand] = call.operands;
    const product = await call.services.product(call.text("to"));
    if (verb !== undefined) return check(call, product, verb, operand);
    const format = formatOf(call, product);
    if (call.has("dry-run") && !call.has("write")) throw new SlipwayError(dryRunAlone());
    return call.has("full")
      ? (await import("../changelog/full.ts")).tellAll(call, product, format)
      : (await import("../changelog/release.ts")).tellRelease(call, product, format);
  },
};

async function check(call: Call, product: Product, verb: string, operand: string | undefined): Promise<ExitCode> {
  if (verb !== "check" || operand === undefined) throw new SlipwayError(unknownOperation(call.operands));
  const { repository, workspace } = call.services;
  const { component, text: version } = readOperand(operand, product);
  const content = await readChangelog(repository, workspace, component, call.text("to"));
  const { ok, message } = checkChangelog(content ?? "", version, component.changelog);
  if (call.json) call.output.document({ version, file: component.changelog, ok, message });
  else call.output.answer(message);
  return ok ? EXIT.done : EXIT.no;
}

function dryRunAlone(): Problem {
  return {
    code: "dry-run-alone",
    kind: "input",
    found: "--dry-run was given without --write",
    expected: "--write --dry-run, or neither: without --write nothing is written",
  };
}

function unknownOperation(operands: readonly string[]): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway changelog ${operands.join(" ")}\` is not known`,
    expected: "slipway changelog check [COMPONENT@]VERSION",
    action: "`slipway changelog --help` shows examples",
  };
}
