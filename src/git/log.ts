import type { LogQuery } from "../app/ports.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { gitTime } from "./git-time.ts";
import { gitFailed } from "./problems.ts";
import { askGit, gitRecords, recordsIn, type GitCall } from "./run.ts";

/** Each commit is one record of lines, the message last. */
const FORMAT = ["%H", "%P", "%an", "%ae", "%at", "%ct", "%B"].join("%n");
/** An empty record stands before the commit, its paths follow as records of their own. */
const FORMAT_WITH_PATHS = `%x00${FORMAT}%x00`;

/** A command line has an end; longer selections of commits go in by stdin. */
const SELECTION_MAX = 100;

const NO_PARENTS: readonly string[] = [];
/** Most releases hold fewer commits. They are asked for at once, which costs half of what a stream costs. */
const FIRST_PAGE = 128;

/** Streams `git log`, newest first. Messages are re-encoded to UTF-8; bytes that are none become U+FFFD. */
export function readLog(folder: string, query: LogQuery): AsyncGenerator<readonly Commit[]> {
  const to = typeof query.to === "string" ? [query.to] : query.to;
  return readCommits(folder, [...to, ...(query.not ?? []).map((revision) => `^${revision}`)], query);
}

/** Commits of any branch or tag whose message holds the text. */
export async function readMentions(folder: string, text: string): Promise<Commit[]> {
  const selection = ["--fixed-strings", `--grep=${text}`, "--branches", "--remotes", "--tags"];
  const found: Commit[] = [];
  for await (const batch of readCommits(folder, selection, {})) found.push(...batch);
  return found;
}

async function* readCommits(
  folder: string,
  selection: readonly string[],
  query: Pick<LogQuery, "paths" | "mergePaths" | "childrenFirst">,
): AsyncGenerator<readonly Commit[]> {
  const format = query.paths === true ? FORMAT_WITH_PATHS : FORMAT;
  const args = ["-z", "--no-show-signature", "--encoding=UTF-8", `--format=${format}`];
  if (query.paths === true) args.push("--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=none");
  if (query.mergePaths === true) args.push("--diff-merges=first-parent");
  if (query.childrenFirst === true) args.push("--date-order");
  const isLong = selection.length > SELECTION_MAX;
  if (isLong) args.push("--stdin");
  else args.push(...selection, "--");
  const call = isLong ? { folder, input: `${selection.join("\n")}\n` } : { folder };
  const parse = query.paths === true ? commitsWithPaths : commitsAlone;
  if (query.childrenFirst === true) return yield* parse(gitRecords(["log", ...args], call));
  let read = 0;
  for await (const batch of parse([firstPage(args, call)])) {
    read += batch.length;
    yield batch;
  }
  if (read === FIRST_PAGE) yield* parse(gitRecords(["log", `--skip=${FIRST_PAGE}`, ...args], call));
}

function firstPage(options: readonly string[], call: GitCall): readonly string[] {
  const args = ["log", `--max-count=${FIRST_PAGE}`, ...options];
  const { code, stdout, stderr } = askGit(args, call);
  if (code !== 0) throw gitFailed(args, stderr, call.folder);
  return stdout.length === 0 ? [] : recordsIn(stdout.subarray(0, -1)); // the last record ends in a NUL too
}

type Records = AsyncIterable<readonly string[]> | Iterable<readonly string[]>;

async function* commitsAlone(found: Records): AsyncGenerator<readonly Commit[]> {
  for await (const records of found) yield records.map((record) => parseCommit(record));
}

async function* commitsWithPaths(found: Records): AsyncGenerator<readonly Commit[]> {
  let current: (Commit & { paths: string[] }) | undefined;
  let inPaths = false;
  for await (const records of found) {
    const batch: Commit[] = [];
    for (const record of records) {
      if (record === "") inPaths = false;
      else if (inPaths) current!.paths.push(record);
      else if (record.startsWith("\n")) {
        inPaths = true;
        current!.paths.push(record.slice(1));
      } else {
        if (current !== undefined) batch.push(current);
        current = { ...parseCommit(record), paths: [] };
      }
    }
    yield batch;
  }
  if (current !== undefined) yield [current];
}

function parseCommit(record: string): Commit {
  const hash = record.indexOf("\n");
  const parents = record.indexOf("\n", hash + 1);
  const name = record.indexOf("\n", parents + 1);
  const email = record.indexOf("\n", name + 1);
  const authored = record.indexOf("\n", email + 1);
  const committed = record.indexOf("\n", authored + 1);
  return {
    hash: record.slice(0, hash),
    parents: parentsIn(record.slice(hash + 1, parents)),
    author: { name: record.slice(parents + 1, name), email: record.slice(name + 1, email) },
    authoredAt: gitTime(record.slice(email + 1, authored)),
    committedAt: gitTime(record.slice(authored + 1, committed)),
    message: record.slice(committed + 1),
  };
}

function parentsIn(line: string): readonly string[] {
  if (line === "") return NO_PARENTS;
  return line.includes(" ") ? line.split(" ") : [line];
}
