import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const PACKAGES = ["golang-go", "golang-golang-x-mod-dev"];
const SOURCES = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";
const PROGRAM = join(import.meta.dirname, "../sumdb-check/main.go");

/** Builds the checker that stands on Go's own implementation. Debian's packages are installed when they are missing. */
export function buildSumdbCheck(folder: string): (args: readonly string[]) => { code: number; text: string } {
  const isThere = existsSync(SOURCES) && spawnSync("go", ["version"]).status === 0;
  if (!isThere) installPackages();
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

function installPackages(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { env, stdio: "ignore" });
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...PACKAGES], { env, stdio: "ignore" });
}
