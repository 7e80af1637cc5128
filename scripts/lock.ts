import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { absentBuilds, type LockFile } from "./lock/absent-builds.ts";

/**
 * `npm install` leaves builds for other platforms out of package-lock.json when the registry at hand does not carry them,
 * and then `npm ci` refuses the lock file everywhere. This adds what is absent; with --check it only tells.
 */
const path = join(import.meta.dirname, "../package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8")) as LockFile;
const absent = absentBuilds(lock);
const count = Object.keys(absent).length;

if (process.argv.includes("--check")) {
  for (const place of Object.keys(absent))
    console.log(`package-lock.json lacks ${place}; run \`node scripts/lock.ts\``);
  console.log(`lock: ${count} absent of ${Object.keys(lock.packages).length + count} packages`);
  if (count > 0 || Object.keys(lock.packages).length === 0) process.exitCode = 1;
} else {
  const packages = Object.entries({ ...lock.packages, ...absent }).toSorted(([a], [b]) => a.localeCompare(b, "en"));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  console.log(`lock: added ${count} packages`);
}
