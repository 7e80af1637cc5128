import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * The main job on real input: makes a small product with a history in a temporary folder and takes it from changes to
 * a tagged release, by calling the commands a user would call. `npm run demo -- --keep` leaves the product for a look.
 */
const program = join(import.meta.dirname, "../dist/slipway.cjs");
const keep = process.argv.includes("--keep");
const colour = process.stdout.isTTY && !process.env["NO_COLOR"];
const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m` : text);
const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text);

const folder = mkdtempSync(join(tmpdir(), "slipway-demo-"));
const product = join(folder, "door");
let clock = Date.UTC(2026, 0, 5, 9) / 1000;
let step = 0;

function environment(): NodeJS.ProcessEnv {
  const who = { GIT_AUTHOR_NAME: "Ada Example", GIT_AUTHOR_EMAIL: "ada@example.org" };
  const by = { GIT_COMMITTER_NAME: "Ada Example", GIT_COMMITTER_EMAIL: "ada@example.org" };
  const when = {
    GIT_AUTHOR_DATE: `${clock} +0000`,
    GIT_COMMITTER_DATE: `${clock} +0000`,
    SOURCE_DATE_EPOCH: `${clock}`,
  };
  const settings = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return { ...process.env, ...who, ...by, ...when, ...settings };
}

function git(...args: string[]): void {
  execFileSync("git", args, { cwd: product, env: environment(), stdio: ["ignore", "ignore", "inherit"] });
}

function commit(message: string, files: Readonly<Record<string, string>>): void {
  clock += 7200;
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(product, path)), { recursive: true });
    writeFileSync(join(product, path), content);
  }
  git("add", "--all");
  git("commit", "-q", "-m", message);
}

/** Runs a command as a user would and shows what it says. The demo fails when a command answers other than announced. */
function slipway(why: string, args: readonly string[], expectedCode = 0): void {
  console.log(
    `\n${bold(`${++step}. ${why}`)}\n${dim(`$ slipway ${args.map((arg) => (/\s/.test(arg) ? JSON.stringify(arg) : arg)).join(" ")}`)}`,
  );
  const { status } = spawnSync(process.execPath, [program, ...args], {
    cwd: product,
    env: environment(),
    stdio: "inherit",
  });
  if (status !== 0) console.log(dim(`(exit code ${status})`));
  if (status !== expectedCode) throw new Error(`slipway ${args[0]} ended with ${status} instead of ${expectedCode}`);
}

/** Prints the head of a file. */
function show(why: string, path: string, lines: number): void {
  console.log(`\n${bold(`${++step}. ${why}`)}\n${dim(`$ head -${lines} ${path}`)}`);
  console.log(readFileSync(join(product, path), "utf8").split("\n").slice(0, lines).join("\n"));
}

function makeProduct(): void {
  console.log(`Making a small product with a history in ${product} …`);
  mkdirSync(product);
  git("init", "-q", "-b", "main");
  const manifest = (version: string): string =>
    `{\n  "name": "door",\n  "version": "${version}",\n  "private": true\n}\n`;
  const api = (path: string): string =>
    `openapi: 3.0.3\ninfo: { title: Door, version: "1" }\npaths:\n  /door:\n    get: { responses: { "200": { description: ok } } }\n${path}`;
  commit("feat: a door that opens", {
    "package.json": manifest("1.0.0"),
    "src/door.js": "export const open = () => 'open';\n",
  });
  commit("docs: how to open it", { "README.md": "# Door\n", "api/door.yaml": api("") });
  commit("chore: how this product is released", { "slipway.yaml": CONFIGURATION, "CHANGELOG.md": CHANGELOG });
  git("tag", "-a", "v1.0.0", "-m", "Release v1.0.0: First door");
  commit(
    "feat(lock): lock with a code (#12)\n\nCloses #3\nEnv: DOOR_CODE, the code that opens\nRollback: earlier versions ignore DOOR_CODE",
    { "src/lock.js": "export const lock = (code) => code;\n" },
  );
  commit("fix: hinges no longer squeak (#14)\n\nFixes #9", {
    "src/door.js": "export const open = () => 'open, quietly';\n",
  });
  commit("feat: a bell", { "src/bell.js": "export const ring = () => 'ding';\n", "api/door.yaml": api(BELL) });
  commit('Revert "feat: a bell"\n\nThis reverts commit ' + head() + ".", {
    "src/bell.js": "",
    "api/door.yaml": api(""),
  });
  commit("ci: test on every push", { "ci.txt": "x\n" });
}

function head(): string {
  return execFileSync("git", ["rev-parse", "HEAD"], { cwd: product }).toString().trim();
}

const CONFIGURATION = `product: Door
tag: "v{version}"
versioning:
  files: [package.json]
  api: [{ spec: api/door.yaml }]
types:
  bugfix: { bump: [patch] }
  feature: { bump: [minor, major] }
changelog: { style: conventional }
ledger: required
`;

const CHANGELOG = `# Changelog

What changed, for the people who use the door.

## [1.0.0] - 2026-01-05

### First door

**Objective:** A door that opens.

#### Added

- A door that opens
`;

const BELL = `  /bell:
    post: { responses: { "204": { description: rung } } }
`;

try {
  makeProduct();
  slipway("What would be released now, and why?", ["plan"]);
  slipway("A bugfix release of this would be refused: it holds a feature", ["plan", "--type", "bugfix"], 4);
  slipway("Write the version into the files that state it", ["bump"]);
  slipway("Write the changelog entry", [
    "changelog",
    "--write",
    "--title",
    "Locks",
    "--objective",
    "Doors that can be locked.",
  ]);
  show("The entry", "CHANGELOG.md", 26);
  slipway("Is the entry complete?", ["changelog", "check", "1.1.0"]);
  clock += 7200;
  slipway("Commit what belongs to the release", ["bump", "--release"]);
  slipway("Tag the release", ["tag", "1.1.0"]);
  slipway("Do all tags still stand where they were made?", ["tag", "check"]);
  slipway("Release notes for those who operate it", ["notes", "1.1.0", "--audience", "operators"]);
  slipway("From a commit to the release that carries it", ["trace", "HEAD~3"]);
  slipway("Nothing is left to release", ["next"], 3);
  slipway("Who did what, in which order?", ["audit", "log"]);
  slipway("Sign what was recorded", ["audit", "publish"]);
  slipway("Is every entry as it was signed?", ["audit", "verify"]);
  console.log(`\n${bold("Done.")} v1.1.0 stands, and every step of it can be explained.`);
  if (keep) console.log(`The product is in ${product}: try slipway plan, trace, branch or doctor there.`);
} finally {
  if (!keep) rmSync(folder, { recursive: true, force: true });
}
