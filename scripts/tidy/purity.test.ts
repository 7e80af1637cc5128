import { expect, test } from "vitest";
import { checkPurity } from "./purity.ts";
import { parseSource } from "./source-file.ts";

const check = (text: string, path = "src/domain/a.ts"): string[] =>
  checkPurity(parseSource(path, text)).map(({ line, message }) => `${line} ${message}`);

test.each([
  ["const now = Date.now();", "Date"],
  ["export function at(when: Date): void {}", "Date"],
  ["export const at = (time = Date.now()) => time;", "Date"],
  ["const seed = Math.random();", "Math.random"],
  ['const seed = Math["random"]();', "Math.random"],
  ['const home = process.env["HOME"];', "process"],
  ["const all = { process };", "process"],
  ['console.log("x");', "console"],
  ["setTimeout(() => {}, 1);", "setTimeout"],
  ["const now = globalThis;", "globalThis"],
  ["export async function read(): Promise<void> {}", "async function"],
  ["export const read = async () => {};", "async function"],
  ["class A { async read() {} }", "async function"],
])("%s", (text, found) => {
  expect(check(text)).toEqual([`1 ${found} in a pure room`]);
  expect(check(text, "src/kernel/a.ts")).toHaveLength(1);
  expect(check(text, "src/app/a.ts")).toEqual([]);
  expect(check(text, "src/domain/a.test.ts")).toEqual([]);
});

test.each([
  "export function phases(process: Process) { return process.phases; }",
  "export function phases({ process }: Release) { return process.phases; }",
  "export function first([process]: readonly Process[]) { return process; }",
  "for (const process of all) names.push(process.name);",
  "export interface Release { readonly process: string; Date: number }",
  "const name = release.process;",
  "const release = { process: 1, console: 2 };",
  "const half = Math.floor(1 / 2);",
])("a name of its own is no global: %s", (text) => {
  expect(check(text)).toEqual([]);
});
