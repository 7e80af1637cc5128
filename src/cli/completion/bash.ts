import type { CommandWords, Grammar } from "./grammar.ts";

/** A completion function for bash that needs nothing else, not even the bash-completion package. */
export function bashCompletion({ commands, globalFlags }: Grammar): string {
  const withValue = globalFlags.filter(({ value }) => value !== undefined).map(({ name }) => `--${name}`);
  const globals = globalFlags.map(({ name }) => `--${name}`).join(" ");
  return `# bash completion for slipway; load it with: source <(slipway completion bash)
_slipway() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command= words= index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      ${withValue.join(" | ")}) index=$((index + 1)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
  done
  COMPREPLY=()
  case "$previous" in
    --repo) COMPREPLY=($(compgen -d -- "$current")); return ;;
    --config) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --server) return ;;
  esac
  case "$command:$previous" in
${commands.flatMap((command) => valueCases(command)).join("\n")}
  esac
  case "$command" in
    "") words="${commands.map(({ name }) => name).join(" ")} help ${globals}" ;;
    help) words="${commands.map(({ name }) => name).join(" ")}" ;;
${commands.map((command) => wordCase(command, globals)).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _slipway slipway
`;
}

function valueCases({ name, flags }: CommandWords): string[] {
  return flags
    .filter(({ value }) => value !== undefined)
    .map(({ name: flag, choices }) => {
      const answer = choices === undefined ? "" : `COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$current")); `;
      return `    ${name}:--${flag}) ${answer}return ;;`;
    });
}

function wordCase({ name, flags, operands }: CommandWords, globals: string): string {
  const words = [...operands, ...flags.map((flag) => `--${flag.name}`), globals];
  return `    ${name}) words="${words.join(" ")}" ;;`;
}
