import { versionOf } from "../version/version.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { PlaceSetting, VersionPlace } from "./version-place.ts";

const PLACE = "{version}";
const RUN = /[0-9A-Za-z.+-]{1,256}/y;

/** Finds a version between literal texts, wherever they stand. A pattern without texts means the only word of the file. */
export function locateInPattern(text: string, { pattern }: PlaceSetting): Result<readonly VersionPlace[], string> {
  const [before, after, ...more] = pattern.split(PLACE);
  if (before === undefined || after === undefined || more.length > 0)
    return err(`the pattern does not hold ${PLACE} exactly once`);
  if (before === "" && after === "") return ok(onlyWord(text));
  const places: VersionPlace[] = [];
  let at = nextStart(text, before, 0);
  while (at !== -1) {
    const found = versionAt(text, at, after);
    if (found !== undefined) places.push(found);
    at = nextStart(text, before, found?.end ?? at + 1);
  }
  return ok(places);
}

/** Where a version may begin: after the literal text, or at a digit that no letter or digit precedes. */
function nextStart(text: string, before: string, from: number): number {
  if (before !== "") {
    const at = text.indexOf(before, from);
    return at === -1 ? -1 : at + before.length;
  }
  const digit = /(?<![0-9A-Za-z.+-])\d/g;
  digit.lastIndex = from;
  return digit.exec(text)?.index ?? -1;
}

/** The longest version at an offset that the text after the place follows. */
function versionAt(text: string, start: number, after: string): VersionPlace | undefined {
  RUN.lastIndex = start;
  const run = RUN.exec(text)?.[0] ?? "";
  for (let length = run.length; length > 0; length--) {
    const version = run.slice(0, length);
    const isWhole = after !== "" || /^[.-]*$/.test(run.slice(length));
    if (isWhole && text.startsWith(after, start + length) && versionOf(version) !== undefined)
      return { version, start, end: start + length };
  }
  return undefined;
}

function onlyWord(text: string): VersionPlace[] {
  const found = /^\uFEFF?\s*(\S+)\s*$/.exec(text);
  if (found === null) return [];
  const start = text.indexOf(found[1]!, text.startsWith("\uFEFF") ? 1 : 0);
  return [{ version: found[1]!, start, end: start + found[1]!.length }];
}
