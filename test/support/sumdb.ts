import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const SOURCES = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";
const PROGRAM = join(import.meta.dirname, "../sumdb-check/main.go");

/** Whether Debian's packages golang-go and golang-golang-x-mod-dev are here; `.ci/run` installs them. */
export const HAS_SUMDB = existsSync(SOURCES) && spawnSync("go", ["version"]).status === 0;

/** Builds the checker that stands on Go's own implementation. */
export function buildSumdbCheck(folder: string): (args: readonly string[]) => { code: number; text: string } {
  const program = join(folder, "sumdb-check");
  const env = {
    ...process.env,
    GOPATH: "/usr/share/gocode",
    GO111MODULE: "off",
    GOFLAGS: "",
    GOCACHE: join(folder, "go"),
  };
  execFileSync("go", ["build", "-o", program, PROGRAM], { env, stdio: ["ignore", "inherit", "inherit"] });
  return (args) => {
    const { status, stdout, stderr } = spawnSync(program, [...args], { encoding: "utf8", maxBuffer: 1 << 26 });
    return { code: status ?? -1, text: `${stdout}${stderr}` };
  };
}
