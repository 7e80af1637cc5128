import type { Fields } from "./evidence.ts";

/**
 * The options that stand as plain literals in a JavaScript configuration. The code itself is never run: a history is
 * read with the configuration of the time, and that is other people's code.
 */
export function literalOptions(script: string): Fields {
  const preset = /preset['"]?\s*:\s*['"]([\w-]+)['"]/.exec(script)?.[1];
  const code = withoutComments(script);
  const plugins = /(?<![\w.])plugins['"]?\s*:/.test(code);
  const rules = ruleLiterals(code) ?? /releaseRules['"]?\s*:\s*['"]([^'"]+)['"]/.exec(code)?.[1];
  const shared = exportedPackage(code);
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

/** The rules of a module that holds nothing else. */
export function exportedRules(module: string): Fields[] {
  return (
    ruleLiterals(withoutComments(module).replace(/(?:module\.exports\s*=|export\s+default)\s*\[/, "releaseRules: [")) ??
    []
  );
}

function withoutComments(script: string): string {
  return script.replaceAll(/(?<!:)\/\/[^\n]*/g, "");
}

/** The package whose configuration the script extends or hands on as its own; absent when it states one. */
function exportedPackage(code: string): string | undefined {
  const extended =
    /(?<![\w.])extends['"]?\s*:\s*\[?\s*['"]([^'"]+)['"]/.exec(code) ??
    /module\.exports\s*=\s*require\(['"]([^'"]+)['"]/.exec(code);
  if (extended !== null) return extended[1];
  const exported = /export\s+default\s+(\w+)/.exec(code)?.[1];
  return new RegExp(String.raw`import\s+${exported}\s+from\s+['"]([^'"]+)['"]`).exec(code)?.[1];
}

function ruleLiterals(script: string): Fields[] | undefined {
  const opening = /releaseRules['"]?\s*[:=]\s*\[/.exec(script);
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
