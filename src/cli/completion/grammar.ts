import { GLOBAL_FLAGS, type Command, type Flag } from "../command.ts";

/** What a shell needs to know of the command line. */
export interface Grammar {
  readonly commands: readonly CommandWords[];
  readonly globalFlags: readonly Flag[];
}

export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** Words the first argument may be, such as `check` of `changelog check`. */
  readonly operands: readonly string[];
}

export function grammarOf(commands: readonly Command[]): Grammar {
  return {
    globalFlags: GLOBAL_FLAGS,
    commands: commands.map(({ name, summary, flags, operands = "" }) => ({
      name,
      summary,
      flags,
      operands: wordsOf(operands),
    })),
  };
}

/** The literal words among `[list | check [NAME] | create KIND VERSION]`: those that open an alternative in lower case. */
function wordsOf(operands: string): string[] {
  return operands.split(" | ").flatMap((alternative) => /^\[*([a-z][a-z-]*)(?=[ \]]|$)/.exec(alternative)?.[1] ?? []);
}
