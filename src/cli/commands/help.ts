import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GLOBAL_FLAGS, type Command, type Flag } from "../command.ts";

/** What the overview tells of a command. */
export type Summary = Pick<Command, "name" | "summary">;

/** Where the build writes the summaries of all commands, so that the overview need not load every command. */
export const SUMMARIES = "summaries.json";

export function printOverview(): void {
  const commands = JSON.parse(readFileSync(join(import.meta.dirname, SUMMARIES), "utf8")) as Summary[];
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  process.stdout.write(
    [
      "Slipway takes a git repository from commits to a verified release.",
      "",
      "Usage: slipway [--repo DIR] [--json] COMMAND",
      "",
      ...lines,
      "",
      "`slipway COMMAND --help` explains a command, with examples.",
      "Exit codes: 0 yes or done, 1 no, 2 wrong use or input, 3 nothing to release, 4 refused by policy, 70 a bug in Slipway.",
      "",
    ].join("\n"),
  );
}

export function printHelp(command: Command): void {
  const usage = ["slipway", command.name, command.operands, command.flags.length > 0 ? "[FLAGS]" : undefined];
  const lines = [
    `${command.name}: ${command.summary}`,
    "",
    `Usage: ${usage.filter((part) => part !== undefined).join(" ")}`,
    ...(command.flags.length > 0 ? ["", "Flags:", ...flagLines(command.flags)] : []),
    "",
    "Flags of every command:",
    ...flagLines(GLOBAL_FLAGS),
    "",
    "Examples:",
    ...command.examples.flatMap(({ command, explains }) => [`  ${command}`, `      ${explains}`]),
    "",
  ];
  process.stdout.write(lines.join("\n"));
}

function flagLines(flags: readonly Flag[]): string[] {
  const named = flags.map((flag) => ({
    left: `${flag.short === undefined ? "" : `-${flag.short}, `}--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}`,
    summary: flag.summary,
  }));
  const width = Math.max(...named.map(({ left }) => left.length));
  return named.map(({ left, summary }) => `  ${left.padEnd(width)}  ${summary}`);
}
