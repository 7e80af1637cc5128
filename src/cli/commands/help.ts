import { GLOBAL_FLAGS, type Command, type Flag } from "../command.ts";
import { COMMANDS } from "../commands.ts";

/** What the overview tells of a command. */
type Summary = Pick<Command, "name" | "summary">;

/** Put in by the build, so that the overview need not load every command. */
declare const SUMMARIES: readonly Summary[] | undefined;

export async function printOverview(): Promise<void> {
  const commands = typeof SUMMARIES === "undefined" ? await summariesOfCommands() : SUMMARIES;
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

export async function summariesOfCommands(): Promise<Summary[]> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return commands.map(({ name, summary }) => ({ name, summary }));
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
