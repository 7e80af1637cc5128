import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Tests of the command line run the program as it is published, so it is built first, once. */
export function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, "../../scripts/build.ts")], { stdio: "inherit" });
}
