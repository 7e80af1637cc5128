import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { lintMessage } from "../../domain/commit/lint.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";

const HEADER_LENGTH_MAX = 100;

export const lint: Command = {
  name: "lint",
  summary: "check one commit message against Conventional Commits 1.0.0",
  operands: "[FILE]",
  arity: [0, 1],
  flags: [
    {
      name: "max-header",
      value: "COUNT",
      summary: `most characters of the first line (default: ${HEADER_LENGTH_MAX})`,
    },
  ],
  examples: [
    { command: 'slipway lint "$1"', explains: "in .git/hooks/commit-msg: refuse a message that cannot be read" },
    { command: "git log -1 --format=%B | slipway lint", explains: "the message of the newest commit" },
  ],
  async run({ operands: [file], text, json, output }) {
    const problems = lintMessage(await readMessage(file), { headerLengthMax: headerLengthMax(text("max-header")) });
    const [first, ...more] = problems;
    if (first !== undefined) throw new SlipwayError([first, ...more]);
    if (json) output.document({ problems: [] });
    return EXIT.done;
  },
};

async function readMessage(file: string | undefined): Promise<string> {
  if (file === undefined || file === "-") return readAll(process.stdin);
  return readFile(file, "utf8").catch((error: unknown) => {
    throw new SlipwayError(
      {
        code: "message-missing",
        kind: "input",
        found: `the message file ${file} cannot be read`,
        expected: "a file that holds one commit message, or the message on standard input",
        action: "correct the path",
      },
      { cause: error },
    );
  });
}

function headerLengthMax(text: string | undefined): number {
  if (text === undefined) return HEADER_LENGTH_MAX;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new SlipwayError({
    code: "wrong-flag",
    kind: "input",
    found: `--max-header is "${text}"`,
    expected: "a number of characters, 1 or more",
    action: "for example --max-header 72",
  });
}
