import type { ReadAddedLines } from "../app/evidence-ports.ts";
import type { AddedLine } from "../domain/evidence/task-markers.ts";
import { git } from "./run.ts";

/** No setting of the user may shape the patch. */
const PATCH = ["--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
const PREFIXES = ["--src-prefix=a/", "--dst-prefix=b/"];

/** Lines added between two commits, in files whose difference holds one that matches; before the first commit there is nothing. */
export function openAddedLines(folder: string): ReadAddedLines {
  return async (from, to, words) => {
    const call = { folder };
    const base = from ?? (await git(["hash-object", "-t", "tree", "--stdin"], { folder, input: "" })).toString().trim();
    const args = ["diff", ...PATCH, ...PREFIXES, `-G${words}`, "--extended-regexp", base, to, "--"];
    const found = new RegExp(words);
    return addedIn((await git(args, call)).toString()).filter(({ text }) => found.test(text));
  };
}

/** A hunk says how many lines it holds, so that a line of a file is never taken for a heading. */
function addedIn(patch: string): AddedLine[] {
  const added: AddedLine[] = [];
  let path = "";
  let line = 0;
  let [removals, additions] = [0, 0];
  for (const text of patch.split("\n")) {
    if (removals > 0 && text.startsWith("-")) removals--;
    else if (additions > 0 && text.startsWith("+")) {
      additions--;
      added.push({ path, line: line++, text: text.slice(1) });
    } else {
      path = /^\+\+\+ "?b\/(.*?)"?\t?$/.exec(text)?.[1] ?? path;
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
      if (hunk !== null) [removals, line, additions] = [Number(hunk[1] ?? 1), Number(hunk[2]), Number(hunk[3] ?? 1)];
    }
  }
  return added;
}
