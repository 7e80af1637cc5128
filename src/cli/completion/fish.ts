import type { Flag } from "../command.ts";
import type { CommandWords, Grammar } from "./grammar.ts";

/** Completions for fish. */
export function fishCompletion({ commands, globalFlags }: Grammar): string {
  return [
    "# fish completion for slipway; load it with: slipway completion fish | source",
    "complete -c slipway -f",
    ...globalFlags.map((flag) => flagLine(flag, "")),
    ...commands.flatMap((command) => commandLines(command)),
    "",
  ].join("\n");
}

function commandLines({ name, summary, flags, operands }: CommandWords): string[] {
  const inside = ` -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c slipway -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...(operands.length === 0 ? [] : [`complete -c slipway${inside} -a ${quoted(operands.join(" "))}`]),
    ...flags.map((flag) => flagLine(flag, inside)),
  ];
}

function flagLine({ name, value, summary, choices, short }: Flag, condition: string): string {
  const values = choices === undefined ? ACTIONS[name] : `-xa ${quoted(choices.join(" "))}`;
  const action = value === undefined ? "" : ` ${values ?? "-x"}`;
  return `complete -c slipway${condition}${short === undefined ? "" : ` -s ${short}`} -l ${name}${action} -d ${quoted(summary)}`;
}

const ACTIONS: Readonly<Record<string, string>> = { repo: "-xa '(__fish_complete_directories)'", config: "-rF" };

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
