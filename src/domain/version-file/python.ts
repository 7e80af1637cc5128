import { err, ok, type Result } from "../../kernel/result.ts";
import type { PlaceSetting, VersionPlace } from "./version-place.ts";

const TOKEN = /#[^\n]*|(?<![\w])(?:[rRuUbBfF]{0,2})(?<quote>"""|'''|"|')|[\p{L}_][\p{L}\p{N}_]*|==|[^\s]|\s+/uy;
const PLAIN_PREFIX = /^[rRuU]?$/;

/**
 * Finds `NAME = "…"` and `name="…"` (a variable, an annotated variable, or a named argument) outside comments and other
 * texts. Grammar: The Python Language Reference, chapter 2.
 */
export function locateInPython(text: string, { keys }: PlaceSetting): Result<readonly VersionPlace[], string> {
  const places: VersionPlace[] = [];
  for (const key of keys) {
    const name = key.endsWith("?") ? key.slice(0, -1) : key;
    const found = assignments(text, name);
    if (found.length > 1) return err(`${name} is set ${found.length} times`);
    if (found[0] !== undefined) places.push(found[0]);
    else if (name === key) return err(`no text is given to ${name}`);
  }
  return ok(places.toSorted((a, b) => a.start - b.start));
}

/** What stands before a text: `name`, `name =`, `name: str`, … */
type State = "out" | "name" | "annotation" | "equals";

function assignments(text: string, name: string): VersionPlace[] {
  const places: VersionPlace[] = [];
  let state: State = "out";
  let previous = "";
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    const [word] = token;
    const quote = token.groups?.["quote"];
    if (quote !== undefined) {
      const start = token.index + word.length;
      const end = endOfText(text, start, quote);
      const isPlain = PLAIN_PREFIX.test(word.slice(0, -quote.length));
      if (state === "equals" && isPlain) places.push({ version: text.slice(start, end), start, end });
      TOKEN.lastIndex = Math.min(end + quote.length, text.length);
      state = "out";
    } else if (word.trim() !== "" && !word.startsWith("#")) state = follow(state, word, previous, name);
    else if (word.includes("\n") && state !== "equals") state = "out";
    if (word.trim() !== "") previous = word;
  }
  return places;
}

function follow(state: State, word: string, previous: string, name: string): State {
  if (word === name && previous !== ".") return "name";
  if (state === "name" && word === ":") return "annotation";
  if ((state === "name" || state === "annotation") && word === "=") return "equals";
  return state === "annotation" && word !== "," && word !== ")" ? "annotation" : "out";
}

/** Offset of the closing quote; the end of the text, or of the line for a short one, when it is missing. */
function endOfText(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(quote, at)) return at;
    else if (quote.length === 1 && text[at] === "\n") return at;
  }
  return text.length;
}
