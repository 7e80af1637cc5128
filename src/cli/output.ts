import type { Output } from "./command.ts";

/** Writes to the terminal. Progress is shown only to a person who watches. */
export function consoleOutput(json: boolean): Output {
  return {
    answer: (text) => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
    document: (value) => void process.stdout.write(`${JSON.stringify(value, null, json ? undefined : 2)}\n`),
    warn: (text) => void process.stderr.write(`${paint("33", "warning:")} ${text}\n`),
    note: (text) => void process.stderr.write(`${paint("2", text)}\n`),
    progress: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`${paint("2", text)}\n`);
    },
  };
}

/** Colour only on a terminal, and not where NO_COLOR asks for none. */
export function paint(code: string, text: string): string {
  return process.stderr.isTTY && !process.env["NO_COLOR"] ? `\u001b[${code}m${text}\u001b[0m` : text;
}
