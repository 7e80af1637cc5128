import { dirname, join } from "node:path/posix";
import { parseSync, type Program } from "oxc-parser";
import { walk } from "./walk.ts";

/** A rule that is broken, and where. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** One import, re-export, lazy import or `import("…")` type. Type-only ones count like any other. */
export interface Reference {
  readonly specifier: string;
  /** Repository path of a relative specifier; absent for packages and node:*. */
  readonly target: string | undefined;
  readonly line: number;
}

/** A TypeScript file as the rules see it. Paths are relative to the repository, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly references: readonly Reference[];
  /** Line, from 1, of a character offset. */
  lineOf(offset: number): number;
  readonly faults: readonly Violation[];
}

export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text, { sourceType: "module" });
  const lineOf = lineIndex(text);
  return {
    path,
    text,
    program,
    lineOf,
    references: referencesOf(path, program, lineOf),
    faults: errors.map(({ message, labels }) => ({ path, line: lineOf(labels[0]?.start ?? 0), message })),
  };
}

/** Tests, and the generators of test values that stand beside the type they make. */
export function isTestFile(path: string): boolean {
  return /\.(?:test|arbitrary)\.tsx?$/.test(path);
}

function referencesOf(path: string, program: Program, lineOf: (offset: number) => number): Reference[] {
  const references: Reference[] = [];
  walk(program, (node) => {
    if (!/^(?:Import(?:Declaration|Expression)|Export(?:Named|All)Declaration|TSImportType)$/.test(node.type)) return;
    const source = "source" in node ? node.source : undefined;
    if (!source || source.type !== "Literal" || typeof source.value !== "string") return;
    const specifier = source.value;
    const target = specifier.startsWith(".") ? join(dirname(path), specifier) : undefined;
    references.push({ specifier, target, line: lineOf(node.start) });
  });
  return references;
}

function lineIndex(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
