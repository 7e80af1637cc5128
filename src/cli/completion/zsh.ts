import type { Flag } from "../command.ts";
import type { CommandWords, Grammar } from "./grammar.ts";

/** A completion function for zsh, to be sourced or to be put on the fpath as \`_slipway\`. */
export function zshCompletion({ commands, globalFlags }: Grammar): string {
  return `#compdef slipway
# zsh completion for slipway; load it with: source <(slipway completion zsh)
_slipway() {
  local -a commands
  local context state state_descr line
  typeset -A opt_args
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n")}
  )
  _arguments -C ${globalFlags.map(option).join(" ")} '1: :->command' '*:: :->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map((command) => argumentCase(command, globalFlags)).join("\n")}
      esac ;;
  esac
}
if [[ "$funcstack[1]" == _slipway ]]; then _slipway "$@"; else compdef _slipway slipway; fi
`;
}

function argumentCase({ name, flags, operands }: CommandWords, globalFlags: readonly Flag[]): string {
  const words = operands.length === 0 ? [] : [quoted(`1: :(${operands.join(" ")})`)];
  return `        ${name}) _arguments ${[...flags, ...globalFlags].map(option).concat(words).join(" ")} ;;`;
}

function option({ name, value, summary, choices }: Flag): string {
  const explained = `--${name}[${summary.replaceAll(/[[\]\\]/g, String.raw`\$&`)}]`;
  if (value === undefined) return quoted(explained);
  const action = choices === undefined ? (ACTIONS[name] ?? "") : `(${choices.join(" ")})`;
  return quoted(`${explained}:${value}:${action}`);
}

const ACTIONS: Readonly<Record<string, string>> = { repo: "_directories", config: "_files" };

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
