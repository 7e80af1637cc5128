import type { Output } from "./command.ts";

/** Writes to the terminal. Progress is shown only to a person who watches. */
export function consoleOutput(json: boolean): Output {
  return {
    answer: (text) => void process.stdout.write(visible(text.endsWith("\n") ? text : `${text}\n`)),
    document: (value) => void process.stdout.write(`${JSON.stringify(value, null, json ? undefined : 2)}\n`),
    warn: (text) => void process.stderr.write(`${paint("33", "warning:")} ${visible(text)}\n`),
    note: (text) => void process.stderr.write(`${paint("2", visible(text))}\n`),
    progress: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`${paint("2", visible(text))}\n`);
    },
  };
}

/** What others wrote must not steer the terminal, so control characters are shown as their pictures (from U+2400 on). */
export function visible(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, (each) => {
    const code = each.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\uFFFD";
  });
}

/** Colour only on a terminal, and not where NO_COLOR asks for none. */
export function paint(code: string, text: string): string {
  return process.stderr.isTTY && !process.env["NO_COLOR"] ? `\u001b[${code}m${text}\u001b[0m` : text;
}
