import { describe, expect, test } from "vitest";
import { checkCycles } from "./cycles.ts";
import { checkDeadFiles } from "./dead-files.ts";
import { checkExports } from "./exports.ts";
import { checkFileLength } from "./file-length.ts";
import { parseSource, type SourceFile } from "./source-file.ts";

const sources = (files: Readonly<Record<string, string>>): SourceFile[] =>
  Object.entries(files).map(([path, text]) => parseSource(path, text));

describe("import cycles", () => {
  test("are found through type-only and lazy imports, and told once", () => {
    const files = sources({
      "src/app/a.ts": 'import type { B } from "./b.ts";',
      "src/app/b.ts": 'export const c = () => import("./c.ts");',
      "src/app/c.ts": 'import { a } from "./a.ts";',
    });
    expect(checkCycles(files)).toEqual([
      {
        path: "src/app/c.ts",
        line: 1,
        message: "closes an import cycle: src/app/a.ts -> src/app/b.ts -> src/app/c.ts -> src/app/a.ts",
      },
    ]);
  });

  test("a file that imports itself is one", () => {
    expect(checkCycles(sources({ "src/app/a.ts": 'import type { A } from "./a.ts";' }))).toHaveLength(1);
  });

  test("two ways to the same file are none", () => {
    const files = sources({
      "src/app/a.ts": 'import { b } from "./b.ts";\nimport { c } from "./c.ts";',
      "src/app/b.ts": 'import { c } from "./c.ts";',
      "src/app/c.ts": "export const c = 1;",
    });
    expect(checkCycles(files)).toEqual([]);
  });
});

describe("dead files", () => {
  const dead = (files: Readonly<Record<string, string>>): string[] =>
    checkDeadFiles(sources(files)).map(({ path }) => path);

  test("entry points and what they reach are alive", () => {
    expect(
      dead({
        "src/cli/entry.ts": 'import { main } from "./main.ts";',
        "src/cli/main.ts": "export const main = 1;",
        "src/cli/commands/next.ts": "export const next = 1;",
      }),
    ).toEqual([]);
  });

  test("a file that only its test imports is dead", () => {
    expect(dead({ "src/app/a.ts": "export const a = 1;", "src/app/a.test.ts": 'import { a } from "./a.ts";' })).toEqual(
      ["src/app/a.ts"],
    );
  });

  test("a file that only itself imports is dead", () => {
    expect(dead({ "src/app/a.ts": 'import type { A } from "./a.ts";\nexport type A = 1;' })).toEqual(["src/app/a.ts"]);
  });

  test("generators of test values live by their tests", () => {
    const generator = { "src/app/a.arbitrary.ts": "export const a = 1;" };
    expect(dead(generator)).toEqual(["src/app/a.arbitrary.ts"]);
    expect(dead({ ...generator, "src/app/a.test.ts": 'import { a } from "./a.arbitrary.ts";' })).toEqual([]);
  });
});

describe("exports", () => {
  const check = (text: string, path = "src/app/a.ts"): string[] =>
    checkExports(parseSource(path, text)).map(({ message }) => message);

  test.each(["export default 1;", "const a = 1;\nexport { a as default };\nexport const b = 2;"])("%j", (text) => {
    expect(check(text)).toEqual([expect.stringContaining("default export")]);
    expect(check(text, "vitest.config.ts")).toEqual([]);
  });

  test.each([
    'export { b } from "./b.ts";',
    'import { b } from "./b.ts";\nexport { b };',
    'export type { B } from "./b.ts";',
  ])("a barrel: %j", (text) => {
    expect(check(text)).toEqual([expect.stringContaining("only re-exports")]);
    expect(check(text, "src/cli/services.ts")).toEqual([]);
  });

  test("export * is never one's own", () => {
    expect(check('export * from "./b.ts";\nexport const a = 1;')).toEqual([expect.stringContaining("export *")]);
  });

  test("a file with something of its own is no barrel", () => {
    expect(check('import { b } from "./b.ts";\nconst a = b;\nexport { a };')).toEqual([]);
    expect(check("export interface A {}")).toEqual([]);
  });
});

test("file length: 400 lines, 1000 for tests, a last line break counts for nothing", () => {
  const lines = (count: number): string => "x\n".repeat(count);
  expect(checkFileLength({ path: "src/app/a.ts", text: lines(400) })).toEqual([]);
  expect(checkFileLength({ path: "src/app/a.ts", text: lines(401) })).toHaveLength(1);
  expect(checkFileLength({ path: "src/app/a.test.ts", text: lines(1000) })).toEqual([]);
  expect(checkFileLength({ path: "src/app/a.test.ts", text: lines(1001) })).toHaveLength(1);
});

test("what does not parse is told, not skipped", () => {
  expect(parseSource("src/app/a.ts", "export const = 1;").faults).toHaveLength(1);
});
