import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { claimsOfScenario, claimsOfTests, type Claim } from "./requirements/claims.ts";
import { countStates, readTable, type Requirement } from "./requirements/table.ts";

/**
 * Holds docs/requirements.md against the tests: a requirement called done or partly has a test or a golden scenario
 * whose title names it, and titles name only requirements that exist.
 */
const root = join(import.meta.dirname, "..");
const TABLE = "docs/requirements.md";

const { requirements, faults } = readTable(readText(TABLE));
const tests = listFiles().filter((path) => /\.test\.tsx?$/.test(path));
const scenarios = listFiles().filter((path) => /^test\/golden\/.*\/transcript\.txt$/.test(path));
const claims = [
  ...tests.flatMap((path) => claimsOfTests(path, readText(path))),
  ...scenarios.flatMap((path) => claimsOfScenario(path, readText(path))),
];
const proven = new Set(claims.map(({ id }) => id));

const complaints = [
  ...faults.map(({ line, message }) => `${TABLE}:${line} ${message}`),
  ...unproven(requirements),
  ...unknown(claims),
];
for (const complaint of complaints) console.log(complaint);
const understated = requirements.filter(({ id, state }) => state === "planned" && proven.has(id)).map(({ id }) => id);
if (understated.length > 0)
  console.log(`requirements: called planned, though tests name them: ${understated.join(", ")}`);
console.log(
  `requirements: ${requirements.length} rows: ${countStates(requirements)}; ` +
    `read ${tests.length} test files and ${scenarios.length} golden scenarios, which name ${proven.size} of them`,
);
if (complaints.length > 0 || requirements.length === 0 || tests.length === 0) process.exitCode = 1;

function unproven(rows: readonly Requirement[]): string[] {
  return rows
    .filter(({ id, state }) => state !== "planned" && !proven.has(id))
    .map(({ id, state, line }) => `${TABLE}:${line} ${id} is called ${state}, but no title names it`);
}

function unknown(all: readonly Claim[]): string[] {
  const known = new Set(requirements.map(({ id }) => id));
  return all
    .filter(({ id }) => !known.has(id))
    .map(({ id, path, line }) => `${path}:${line} names ${id}, which ${TABLE} does not have`);
}

function listFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  return list.split("\0").filter((path) => path !== "");
}

function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
