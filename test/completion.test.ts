import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { temporaryFolder } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

let script: string | undefined;

/** What bash offers for a line that ends at its last word. */
function offered(...words: string[]): string[] {
  script ??= slipway(temporaryFolder(), ["completion", "bash"]).stdout;
  const asked = `
source /dev/stdin <<< "$SCRIPT"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
complete -p slipway >&2
_slipway
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync("bash", ["-c", asked, "bash", "slipway", ...words], {
    cwd: tmpdir(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env["PATH"], SCRIPT: script },
  });
  return output.split("\n").filter((word) => word !== "");
}

test("bash completes commands, also after flags with values", () => {
  expect(offered("")).toEqual(expect.arrayContaining(["next", "plan", "doctor", "help", "--repo"]));
  expect(offered("doc")).toEqual(["doctor"]);
  expect(offered("--repo", "/", "ini")).toEqual(["init"]);
  expect(offered("help", "nex")).toEqual(["next"]);
});

test("bash completes the flags of a command and its words", () => {
  expect(offered("next", "--ch")).toEqual(["--channel"]);
  expect(offered("--json", "init", "--")).toEqual(expect.arrayContaining(["--dry-run", "--force", "--json"]));
  expect(offered("completion", "")).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
  expect(offered("next", "--channel", "")).toEqual([]);
  expect(offered("branch", "")).toEqual(expect.arrayContaining(["list", "check", "create", "merge-back"]));
});

test("zsh and fish scripts name every command; another shell is refused", () => {
  const folder = temporaryFolder();
  for (const shell of ["zsh", "fish"]) {
    const { script } = slipwayJson<{ script: string }>(folder, ["completion", shell]);
    for (const name of ["next", "plan", "init", "doctor"]) expect(script).toContain(name);
    expect(script).toContain("print the next version, from the history alone");
  }
  expect(slipway(folder, ["completion", "tcsh"])).toMatchObject({ code: 2, stdout: "" });
  expect(slipway(folder, ["completion"])).toMatchObject({ code: 2, stdout: "" });
});
