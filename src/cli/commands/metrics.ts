import type { Adherence } from "../../domain/measure/cadence-adherence.ts";
import { shareSentence, type ExceptionalShare } from "../../domain/measure/exceptional-share.ts";
import { EXIT, type Command } from "../command.ts";
import { withEngine } from "../release/with-engine.ts";

export const metrics: Command = {
  name: "metrics",
  summary: "how many releases kept their published day, and how many were exceptional, by type and period",
  flags: [{ name: "period", value: "NAME", summary: "month, quarter or year (default: that of `exceptional`)" }],
  examples: [
    { command: "slipway metrics", explains: "every quarter in which something was to be released" },
    { command: "slipway metrics --period month --json", explains: "with every release behind each figure" },
  ],
  async run(call) {
    const { text, json, output } = call;
    const { measureReleases } = await import("../../app/measure/measure-releases.ts");
    const measured = await withEngine(call, async (engine) => {
      const { process } = await engine.currentProcess();
      return measureReleases(engine.tools, await engine.releases(), process, text("period"));
    });
    if (json) output.document(measured);
    else output.answer([...cadenceLines(measured.cadence), "", ...exceptionalLines(measured.exceptional)].join("\n"));
    return EXIT.done;
  },
};

function cadenceLines(cadence: readonly Adherence[]): string[] {
  const lines = cadence.flatMap(({ type, period, scheduled, kept, releases }) => [
    `  ${period}  ${type}: ${kept} of ${scheduled}, ${Math.round((kept * 1000) / scheduled) / 10} %`,
    ...releases.map(({ release, published, shipped, shiftDays }) => {
      const shift = shiftDays === null || shiftDays === 0 ? "" : ` (${shiftDays > 0 ? "+" : ""}${shiftDays}d)`;
      return `    ${release}  ${published} -> ${shipped ?? "not shipped"}${shift}`;
    }),
  ]);
  return ["kept the published day", ...(lines.length > 0 ? lines : ["  no release had one"])];
}

function exceptionalLines(shares: readonly ExceptionalShare[]): string[] {
  const lines = shares.map((share) => `  ${shareSentence(share)}`);
  return ["exceptional releases", ...(lines.length > 0 ? lines : ["  nothing was released"])];
}
