import { examineProduct } from "../../app/doctor/examine-product.ts";
import type { Finding } from "../../app/doctor/finding.ts";
import { EXIT, type Command } from "../command.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "check repository, configuration and machine, and say what to do",
  flags: [],
  examples: [
    { command: "slipway doctor", explains: "every check with its result; exit 1 when there is a problem" },
    { command: "slipway doctor --json", explains: "the findings as one JSON document" },
  ],
  async run({ services, output, json }) {
    const findings = await examineProduct(services);
    const count = (result: Finding["result"]): number => findings.filter((finding) => finding.result === result).length;
    const summary = { ok: count("ok"), warnings: count("warning"), problems: count("problem") };
    if (json) output.document({ ...summary, findings });
    else output.answer([...findings.map((finding) => line(finding)), "", sentence(summary)].join("\n"));
    return summary.problems === 0 ? EXIT.done : EXIT.no;
  },
};

function line({ check, result, found, action }: Finding): string {
  const advice = action === undefined ? "" : `\n${" ".repeat(10)}do: ${action}`;
  return `${result.padEnd(9)} ${check}: ${found}${advice}`;
}

function sentence({ ok, warnings, problems }: { ok: number; warnings: number; problems: number }): string {
  return `${ok} ok, ${warnings} warnings, ${problems} problems`;
}
