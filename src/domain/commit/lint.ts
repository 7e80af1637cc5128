import type { Problem } from "../../kernel/problem.ts";
import { parseMessage } from "./message.ts";

export interface LintOptions {
  /** Most characters of the first line. */
  readonly headerLengthMax: number;
}

/** Stricter than what is read: one space after the colon, and a scope that is not empty. */
const HEADER = /^[\p{L}\p{N}_][\p{L}\p{N}_/-]*(?:\([^()]+\))?!?: \S/u;
const GENERATED = /^(?:Merge (?:branch|tag|commit|remote|pull request) |Revert "|Reapply "|(?:fixup|squash|amend)! )/;
const MISSPELT_BREAK = /^breaking[ _-]?changes?\b[ :]/i;
const TIGHT_FOOTER = /^[A-Z][a-z]+(?:-[A-Za-z]+)+:\S/;

/** What in a commit message is no Conventional Commit 1.0.0. Messages that git writes itself are let through. */
export function lintMessage(text: string, { headerLengthMax }: LintOptions): Problem[] {
  const lines = withoutComments(text);
  const { header } = parseMessage(lines.join("\n"));
  if (header === "") return [fault("empty-message", "the message is empty", "type: subject", "say what changed")];
  if (GENERATED.test(header)) return [];
  const problems: Problem[] = [];
  if (!HEADER.test(header)) problems.push(notConventional(header));
  const length = Array.from(header).length;
  if (length > headerLengthMax) problems.push(tooLong(length, headerLengthMax));
  const body = lines.slice(lines.findIndex((line) => line.trim() !== "") + 1);
  if (body[0] !== undefined && body[0].trim() !== "") problems.push(noBlankLine(body[0]));
  return [...problems, ...body.flatMap((line) => footerFaults(line))];
}

/** As git commits it: without its comments, and without everything below the scissors. */
function withoutComments(text: string): string[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const scissors = lines.findIndex((line) => /^# -+ >8 -+$/.test(line));
  return lines.slice(0, scissors === -1 ? undefined : scissors).filter((line) => !line.startsWith("#"));
}

function footerFaults(line: string): Problem[] {
  if (MISSPELT_BREAK.test(line) && !/^BREAKING[ -]CHANGE: \S/.test(line)) {
    const found = `"${line.slice(0, 60)}" is meant as a breaking note and is none`;
    const action = "write it in capitals, with a colon and a space";
    return [fault("breaking-footer", found, "BREAKING CHANGE: what breaks", action)];
  }
  if (!TIGHT_FOOTER.test(line)) return [];
  const found = `the footer "${line.slice(0, 60)}" has no space after its colon`;
  return [fault("footer-form", found, "Token: value", "put a space after the colon")];
}

function notConventional(header: string): Problem {
  const reason = /^\w+(?:\([^)]*\))?!?:\S/.test(header)
    ? "a space is missing after the colon"
    : /^[\w-]+(?:\([^)]*\))?!?:\s*$/.test(header)
      ? "the subject is missing"
      : "it does not start with a type and a colon";
  return fault(
    "not-conventional",
    `"${header.slice(0, 80)}": ${reason}`,
    "type(scope)!: subject, for example `fix(api): answer 404 for unknown orders`",
    "reword it; docs/hooks.md shows the form",
  );
}

function tooLong(length: number, max: number): Problem {
  const found = `the first line has ${length} characters`;
  return fault("header-length", found, `at most ${max}`, "move details into the body, after a blank line");
}

function noBlankLine(line: string): Problem {
  const found = `the second line is "${line.slice(0, 60)}"`;
  return fault("blank-line", found, "a blank line between header and body", "add it");
}

function fault(code: string, found: string, expected: string, action: string): Problem {
  return { code: `lint.${code}`, kind: "failed", found, expected, action };
}
