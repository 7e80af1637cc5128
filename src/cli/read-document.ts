import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { SlipwayError } from "../kernel/problem.ts";

/** The text of a file that a person named, or of stdin for `-`. `what` it is and an `example` are for the message. */
export async function readDocument(file: string, what: string, example: string): Promise<string> {
  const unreadable = (cause: unknown): never => {
    throw new SlipwayError(
      {
        code: `${what}-missing`,
        kind: "input",
        found: `the ${what} ${file === "-" ? "on stdin" : file} cannot be read`,
        expected: `a readable file: ${what} in YAML or JSON`,
        action: example,
      },
      { cause },
    );
  };
  if (file !== "-") return readFile(file, "utf8").catch(unreadable);
  return process.stdin.isTTY ? unreadable(undefined) : text(process.stdin);
}
