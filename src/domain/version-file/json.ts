import { err, type Result } from "../../kernel/result.ts";
import { parseKeyPaths, placesAt, samePath, type FoundValue, type KeyPath } from "./key-path.ts";
import type { PlaceSetting, VersionPlace } from "./version-place.ts";

const TOKEN = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|[{}[\],:]|[^\s{}[\],:"/]+/y;
const GAP = /(?:\s+|\uFEFF|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

/** Finds texts by key path in JSON, with or without comments and trailing commas. One pass, nothing is built. */
export function locateInJson(text: string, { keys }: PlaceSetting): Result<readonly VersionPlace[], string> {
  const paths = parseKeyPaths(keys);
  if (!paths.ok) return paths;
  const found = scan(text, paths.value);
  return found.ok ? placesAt(paths.value, found.value) : found;
}

interface Level {
  readonly isList: boolean;
  segment: string;
  count: number;
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

function scan(text: string, wanted: readonly KeyPath[]): Result<FoundValue[], string> {
  const found: FoundValue[] = [];
  const levels: Level[] = [];
  const value = (token: Token): void => {
    const level = levels.at(-1);
    if (level?.isList === true) level.segment = String(level.count++);
    const depth = levels.length;
    if (!wanted.some(({ segments }) => segments.length === depth && segments[depth - 1] === level?.segment)) return;
    const path = levels.map(({ segment }) => segment);
    if (wanted.some(({ segments }) => samePath(segments, path))) found.push({ path, ...valueOf(token) });
  };
  for (let token = next(text, 0), previous = ""; ; previous = token.text, token = next(text, end(token))) {
    const { text: word } = token;
    const level = levels.at(-1);
    if (word === "") {
      if (end(token) < text.length) return err(`it is no JSON at ${place(text, token.offset)}`);
      return levels.length === 0 ? { ok: true, value: found } : err("it ends before everything is closed");
    }
    if (word === "{" || word === "[") {
      value(token);
      levels.push({ isList: word === "[", segment: "", count: 0 });
    } else if (word === "}" || word === "]") {
      if (level === undefined || level.isList !== (word === "]"))
        return err(`an unexpected ${word} stands at ${place(text, token.offset)}`);
      levels.pop();
    } else if (word === ",") continue;
    else if (word === ":") {
      if (level === undefined || level.isList || !previous.startsWith('"'))
        return err(`an unexpected : stands at ${place(text, token.offset)}`);
      level.segment = unquote(previous);
    } else if (level?.isList !== false || previous === ":") value(token);
    else if (!word.startsWith('"')) return err(`a key without quotes stands at ${place(text, token.offset)}`);
  }
}

/** The token after the gap at an offset; an empty one where none can be read. */
function next(text: string, from: number): Token {
  GAP.lastIndex = from;
  GAP.exec(text);
  TOKEN.lastIndex = GAP.lastIndex;
  return { text: TOKEN.exec(text)?.[0] ?? "", offset: GAP.lastIndex };
}

function end({ text, offset }: Token): number {
  return offset + text.length;
}

function valueOf(token: Token): Omit<FoundValue, "path"> {
  const { text, offset } = token;
  if (!text.startsWith('"'))
    return { place: undefined, kind: text === "{" ? "a map" : text === "[" ? "a list" : text.slice(0, 40) };
  return { place: { version: unquote(text), start: offset + 1, end: end(token) - 1 }, kind: "a text" };
}

function unquote(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1); // an escape JSON does not know; it is no key and no version anybody asks for
  }
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
