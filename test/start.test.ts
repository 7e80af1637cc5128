import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { chunkLoader, COMPILED } from "../src/cli/chunks.ts";
import { COMMANDS } from "../src/cli/commands.ts";
import { makeRepository, temporaryFolder } from "./support/repository.ts";
import { PROGRAM, slipway } from "./support/slipway.ts";

test("the overview tells every command, in the words of the command", async () => {
  const { code, stdout } = slipway(temporaryFolder(), ["--help"]);
  expect(code).toBe(0);
  const told = stdout.split("\n").flatMap((line) => /^ {2}(\w+) +(.+)$/.exec(line)?.slice(1, 3).join(": ") ?? []);
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  expect(told).toEqual(commands.map(({ name, summary }) => `${name}: ${summary}`));
});

test("--version and -V say what the command says", () => {
  const folder = temporaryFolder();
  const said = slipway(folder, ["version"]);
  expect(said).toMatchObject({ code: 0, stderr: "" });
  expect([slipway(folder, ["--version"]), slipway(folder, ["-V"])]).toEqual([said, said]);
  expect(slipway(folder, ["next", "--version"])).toMatchObject({ code: 2 });
});

test("a chunk is read as UTF-8: bundles escape other letters in strings, but not in patterns", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.cjs"), 'module.exports = /^1 → 2$/.test("1 \\u2192 2");');
  const load = chunkLoader({ folder, require: (name) => name });
  expect(load("./a.cjs")).toBe(true);
  expect(load("node:path")).toBe("node:path");
});

/** A copy of the built program whose compiled chunks were treated so. */
function programWith(treat: (compiled: string, names: readonly string[]) => void): string {
  const copy = join(temporaryFolder(), "dist");
  cpSync(dirname(PROGRAM), copy, { recursive: true });
  const compiled = join(copy, COMPILED);
  treat(compiled, readdirSync(compiled));
  return join(copy, "slipway.cjs");
}

test.each([
  ["are absent", (compiled: string) => rmSync(compiled, { recursive: true })],
  ["are absent for one chunk", (compiled: string) => rmSync(join(compiled, "cli-commands-next.cjs"))],
  [
    "are damaged",
    (compiled: string, names: readonly string[]) => names.forEach((name) => writeFileSync(join(compiled, name), "no")),
  ],
])("a program whose compiled chunks %s answers the same", (_, treat) => {
  const repository = makeRepository();
  repository.commit("feat: start");
  const { status, stdout, stderr } = spawnSync(process.execPath, [programWith(treat), "next"], {
    cwd: repository.folder,
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "0.1.0\n", stderr: "" });
});
