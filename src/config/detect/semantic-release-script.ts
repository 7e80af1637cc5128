import type { Fields } from "./evidence.ts";

/**
 * The options that stand as plain literals in a JavaScript configuration. The code itself is never run: a history is
 * read with the configuration of the time, and that is other people's code.
 */
export function literalOptions(script: string): Fields {
  const preset = /preset['"]?\s*:\s*['"]([\w-]+)['"]/.exec(script)?.[1];
  const shared = /(?<![\w.])extends['"]?\s*:\s*\[?\s*['"]([^'"]+)['"]/.exec(script)?.[1];
  const plugins = /(?<![\w.])plugins['"]?\s*:/.test(script);
  const rules = ruleLiterals(script.replaceAll(/\/\/[^\n]*/g, ""));
  const keywords = /noteKeywords['"]?\s*:\s*\[([^\]]*)\]/.exec(script)?.[1];
  const noteKeywords = [...(keywords ?? "").matchAll(/(['"])(.+?)\1/g)].map(([, , word]) => word);
  return {
    ...(noteKeywords.length === 0 ? {} : { parserOpts: { noteKeywords } }),
    ...(shared === undefined ? {} : { extends: shared }),
    ...(plugins ? { plugins: [] } : {}),
    ...(preset === undefined ? {} : { preset }),
    ...(rules === undefined ? {} : { releaseRules: rules }),
  };
}

function ruleLiterals(script: string): Fields[] | undefined {
  const opening = /releaseRules['"]?\s*:\s*\[/.exec(script);
  if (opening === null) return undefined;
  const start = opening.index + opening[0].length;
  const list = script.slice(start, closingBracket(script, start));
  return [...list.matchAll(/\{([^{}]*)\}/g)].map((found) => fieldsIn(found[1]!));
}

function closingBracket(script: string, start: number): number {
  let depth = 1;
  for (let index = start; index < script.length; index++) {
    if (script[index] === "[") depth++;
    if (script[index] === "]" && --depth === 0) return index;
  }
  return script.length;
}

function fieldsIn(literal: string): Fields {
  const pairs = literal.matchAll(/['"]?(\w+)['"]?\s*:\s*(?:['"]([^'"]*)['"]|(true|false|null))/g);
  return Object.fromEntries([...pairs].map(([, key, text, word]) => [key!, text ?? valueOf(word)]));
}

function valueOf(word: string | undefined): boolean | null {
  return word === "null" || word === undefined ? null : word === "true";
}
