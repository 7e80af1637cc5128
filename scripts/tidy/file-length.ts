import { isTestFile, type Violation } from "./source-file.ts";

const LINES_MAX = 400;
const TEST_LINES_MAX = 1000;

/** A file that wants to be longer is a missing noun. */
export function checkFileLength({ path, text }: { readonly path: string; readonly text: string }): Violation[] {
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  const limit = isTestFile(path) ? TEST_LINES_MAX : LINES_MAX;
  return lines <= limit ? [] : [{ path, line: limit + 1, message: `has ${lines} lines; the limit is ${limit}` }];
}
