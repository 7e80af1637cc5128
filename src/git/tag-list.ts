import { isAscii } from "node:buffer";
import type { Tag, TagList } from "../app/ports.ts";
import { decode } from "./run.ts";

const PREFIX = " refs/tags/";
const PEELED = "^{}";
/** As many searches of a text as it has so many characters take as long as an index of it. */
const SEARCH_LENGTH = 50_000;
/** Most that is read before somebody wants all. */
const FIRST = 8;
const NONE: readonly Tag[] = [];

/**
 * The tags in what `git show-ref --tags --dereference` says. They are looked for in its text: who wants a few of twelve
 * thousand need not read them all. An annotated tag has a line for its object and after it one for its commit, `name^{}`.
 */
export function tagList(list: Buffer): TagList {
  const text = decode(list);
  const isPlain = isAscii(list);
  const linesOf = lineFinder(text);
  let all: readonly Tag[] | undefined;
  let byName: Map<string, Tag> | undefined;
  return {
    get tags() {
      return (all ??= readTags(text, 0, Infinity));
    },
    *[Symbol.iterator]() {
      yield* readTags(text, 0, FIRST);
      for (const tag of this.tags.slice(FIRST)) yield tag;
    },
    hasBelow: (folder) => text.includes(`${PREFIX}${folder}/`),
    named(name) {
      if (!isPlain) return (byName ??= new Map(this.tags.map((tag) => [tag.name, tag]))).get(name);
      const [found] = readTags(text, lineOf(text, name), 1);
      return found?.name === name ? found : undefined;
    },
    at(commit) {
      const lines = linesOf(commit);
      if (lines.length === 0) return NONE;
      const starts = lines.map((line) => (isPeeled(text, line) ? text.lastIndexOf("\n", line - 2) + 1 : line));
      return starts.map((start) => readTags(text, start, 1)[0]!).filter((tag) => tag.commit === commit);
    },
  };
}

function readTags(text: string, start: number, most: number): Tag[] {
  const idLength = text.indexOf(" ");
  const tags: Tag[] = [];
  for (let at = start, end = text.indexOf("\n", at); end !== -1; at = end + 1, end = text.indexOf("\n", at)) {
    const id = text.slice(at, at + idLength);
    const name = text.slice(at + idLength + PREFIX.length, end);
    if (name.endsWith(PEELED))
      tags.push({ name: name.slice(0, -PEELED.length), object: tags.pop()!.object, commit: id });
    else if (tags.length === most) break;
    else tags.push({ name, object: id, commit: id });
  }
  return tags;
}

/** The start of the first tag that does not sort before a name. Git lists references in the order of their bytes. */
function lineOf(text: string, name: string): number {
  const nameAt = text.indexOf(" ") + PREFIX.length;
  let [low, high] = [0, text.length];
  while (low < high) {
    const start = text.lastIndexOf("\n", Math.floor((low + high) / 2) - 1) + 1;
    const end = text.indexOf("\n", start);
    const found = text.slice(start + nameAt, end);
    if ((found.endsWith(PEELED) ? found.slice(0, -PEELED.length) : found) < name) low = end + 1;
    else high = start;
  }
  return low;
}

function isPeeled(text: string, line: number): boolean {
  return text.startsWith(PEELED, text.indexOf("\n", line) - PEELED.length);
}

/** Finds where the lines of an object start. */
function lineFinder(text: string): (id: string) => readonly number[] {
  let searchesLeft = Math.floor(text.length / SEARCH_LENGTH);
  let index: Map<string, number[]> | undefined;
  return (id) => {
    if (index === undefined && searchesLeft-- > 0) return searchLines(text, id);
    return (index ??= indexLines(text)).get(id) ?? [];
  };
}

function searchLines(text: string, id: string): number[] {
  const lines: number[] = [];
  for (let at = text.indexOf(id); at !== -1; at = text.indexOf(id, at + 1)) lines.push(at);
  return lines.filter((at) => at === 0 || text[at - 1] === "\n");
}

function indexLines(text: string): Map<string, number[]> {
  const idLength = text.indexOf(" ");
  const lines = new Map<string, number[]>();
  for (let at = 0, end = text.indexOf("\n"); end !== -1; at = end + 1, end = text.indexOf("\n", at)) {
    const id = text.slice(at, at + idLength);
    const known = lines.get(id);
    if (known === undefined) lines.set(id, [at]);
    else known.push(at);
  }
  return lines;
}
