import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { grammarOf, type Grammar } from "../completion/grammar.ts";
import { zshCompletion } from "../completion/zsh.ts";

const SHELLS: Readonly<Record<string, (grammar: Grammar) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const completion: Command = {
  name: "completion",
  summary: "print a script that completes commands and flags in your shell",
  operands: "bash | zsh | fish",
  arity: [1, 1],
  flags: [],
  examples: [
    { command: "source <(slipway completion bash)", explains: "in ~/.bashrc" },
    { command: "source <(slipway completion zsh)", explains: "in ~/.zshrc, after compinit" },
    { command: "slipway completion fish | source", explains: "in ~/.config/fish/config.fish" },
  ],
  async run({ operands: [shell = ""], commands, output, json }) {
    const write = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (write === undefined) throw new SlipwayError(unknownShell(shell));
    const script = write(grammarOf(await commands()));
    if (json) output.document({ shell, script });
    else output.answer(script);
    return EXIT.done;
  },
};

function unknownShell(shell: string): Problem {
  return {
    code: "unknown-shell",
    kind: "input",
    found: `there is no completion for "${shell}"`,
    expected: `one of ${Object.keys(SHELLS).join(", ")}`,
    action: "name one of them",
  };
}
