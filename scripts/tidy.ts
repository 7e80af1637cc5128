import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkCycles } from "./tidy/cycles.ts";
import { checkDeadFiles } from "./tidy/dead-files.ts";
import { checkDirections } from "./tidy/directions.ts";
import { checkExports } from "./tidy/exports.ts";
import { checkFileLength } from "./tidy/file-length.ts";
import { checkMarkdown, isDocument } from "./tidy/markdown.ts";
import { checkPurity, isPureFile } from "./tidy/purity.ts";
import { roomOf } from "./tidy/rooms.ts";
import { parseSource, type SourceFile, type Violation } from "./tidy/source-file.ts";
import { checkWords } from "./tidy/words.ts";

/** The rules of CONTRIBUTING.md that no other tool knows. Exit 1 when one is broken, or when a rule had nothing to look at. */
const root = join(import.meta.dirname, "..");
const texts = readTexts();
const paths = new Set(texts.map(({ path }) => path));
const sources = texts.filter(({ path }) => /\.tsx?$/.test(path)).map(({ path, text }) => parseSource(path, text));
const inRooms = sources.filter(({ path }) => roomOf(path) !== undefined);
const documents = texts.filter(({ path }) => isDocument(path));

const groups: readonly Group[] = [
  group("directions", inRooms, (files) => files.flatMap(checkDirections)),
  group("cycles", inRooms, checkCycles),
  group(
    "purity",
    inRooms.filter(({ path }) => isPureFile(path)),
    (files) => files.flatMap(checkPurity),
  ),
  group("dead files", sources, checkDeadFiles),
  group("exports", sources, (files) => files.flatMap(checkExports)),
  group("length", sources, (files) => files.flatMap(checkFileLength)),
  group("words", texts, (files) => files.flatMap(checkWords)),
  group("markdown", documents, (files) => files.flatMap((file) => checkMarkdown(file, paths))),
];
report(sources, groups);

interface Group {
  readonly name: string;
  readonly files: number;
  readonly violations: readonly Violation[];
}

function group<T>(name: string, files: readonly T[], check: (files: readonly T[]) => Violation[]): Group {
  return { name, files: files.length, violations: check(files) };
}

/** Every text file that is, or is about to be, in the repository. */
function readTexts(): { path: string; text: string }[] {
  const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  return list
    .split("\0")
    .filter((path) => path !== "" && statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true)
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => !text.includes("\0"));
}

function report(files: readonly SourceFile[], groups: readonly Group[]): void {
  const violations = [...files.flatMap(({ faults }) => faults), ...groups.flatMap(({ violations }) => violations)];
  for (const { path, line, message } of violations) console.log(`${path}:${line} ${message}`);
  const empty = groups.filter(({ files }) => files === 0).map(({ name }) => name);
  if (empty.length > 0) console.log(`tidy: nothing to look at for: ${empty.join(", ")}`);
  const covered = groups.map(({ name, files }) => `${name} ${files}`).join(", ");
  console.log(`tidy: ${violations.length} violations; files covered: ${covered}`);
  if (violations.length + empty.length > 0) process.exitCode = 1;
}
