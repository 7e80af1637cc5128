import { expect, test } from "vitest";
import { checkDirections } from "./directions.ts";
import { parseSource } from "./source-file.ts";

const check = (path: string, text: string): string[] =>
  checkDirections(parseSource(path, text)).map(({ line, message }) => `${line} ${message}`);

test.each([
  ["src/kernel/a.ts", 'import { b } from "./b.ts";'],
  ["src/domain/plan/a.ts", 'import type { B } from "../../kernel/b.ts";\nimport picomatch from "picomatch";'],
  ["src/domain/plan/a.test.ts", 'import fc from "fast-check";\nimport { b } from "./b.arbitrary.ts";'],
  ["src/domain/plan/a.test.ts", 'import { b } from "../../../test/support/b.ts";'],
  ["src/contract/a.ts", 'import * as z from "zod/mini";\nimport { B } from "../domain/b.ts";'],
  ["src/config/a.ts", 'import { parse } from "yaml";\nimport { readFile } from "node:fs/promises";'],
  ["src/git/a.ts", 'import type { B } from "../app/ports.ts";\nimport type { C } from "../app/ports/c.ts";'],
  ["src/cli/a.ts", 'import manifest from "../../package.json" with { type: "json" };'],
  ["src/cli/services.ts", 'export { compose } from "../compose.ts";'],
  ["src/compose.ts", 'import { b } from "./git/b.ts";\nimport { c } from "./cli/c.ts";'],
  ["web/pages/a.tsx", 'import type { B } from "../../src/domain/gate/predicates.ts";'],
  ["scripts/a.ts", 'import { b } from "../src/git/b.ts";'],
])("%s may hold %j", (path, text) => {
  expect(check(path, text)).toEqual([]);
});

test.each([
  ["src/kernel/a.ts", 'import type { B } from "../domain/b.ts";', "kernel must not import domain"],
  ["src/kernel/a.ts", 'import picomatch from "picomatch";', "kernel must not import the package picomatch"],
  ["src/domain/a.ts", 'import { B } from "../contract/b.ts";', "domain must not import contract"],
  ["src/domain/a.ts", 'type B = import("../git/b.ts").B;', "domain must not import git"],
  ["src/domain/a.ts", 'const b = () => import("../app/b.ts");', "domain must not import app"],
  ["src/domain/a.ts", 'export { b } from "../git/b.ts";', "domain must not import git"],
  ["src/domain/a.ts", 'import { join } from "node:path/posix";', "domain must not import node:path/posix"],
  ["src/domain/a.ts", 'import data from "../../package.json" with { type: "json" };', "outside the rooms"],
  ["src/domain/a.ts", 'import { b } from "./b.test.ts";', "must not import test code"],
  ["src/domain/a.test.ts", 'import { b } from "../git/b.ts";', "domain must not import git"],
  ["src/contract/a.ts", 'import { parse } from "@scope/yaml/deep";', "the package @scope/yaml;"],
  ["src/git/a.ts", 'import { b } from "../app/plan.ts";', "git must not import app"],
  ["src/git/a.ts", 'import { b } from "../artifacts/b.ts";', "git must not import artifacts"],
  ["src/cli/a.ts", 'import { b } from "../git/b.ts";', "cli must not import git"],
  ["src/cli/main.ts", 'import { compose } from "../compose.ts";', "cli must not import compose"],
  ["src/app/a.ts", 'import { b } from "../../scripts/b.ts";', "outside the rooms"],
  ["src/misc/a.ts", "export const a = 1;", 'there is no room "misc"'],
  ["web/a.tsx", 'import { b } from "../src/domain/b.ts";', "web must not import domain"],
])("%s must not hold %j", (path, text, complaint) => {
  expect(check(path, `\n${text}`)).toEqual([expect.stringContaining(complaint)]);
});

test("tells the line of the import", () => {
  expect(check("src/cli/a.ts", '\n\nimport { b } from "../git/b.ts";')[0]).toMatch(/^3 /);
});
