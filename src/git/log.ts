import type { LogQuery } from "../app/ports.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { gitRecords } from "./run.ts";

/** Each commit is one record of lines, the message last. */
const FORMAT = ["%H", "%P", "%an", "%ae", "%at", "%ct", "%B"].join("%n");
/** An empty record stands before the commit, its paths follow as records of their own. */
const FORMAT_WITH_PATHS = `%x00${FORMAT}%x00`;

/** A command line has an end; longer selections of commits go in by stdin. */
const SELECTION_MAX = 100;

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
  const args = ["log", "-z", "--no-show-signature", "--encoding=UTF-8", `--format=${format}`];
  if (query.paths === true) args.push("--name-only", "--no-renames", "--no-ext-diff");
  if (query.mergePaths === true) args.push("--diff-merges=first-parent");
  if (query.childrenFirst === true) args.push("--date-order");
  const isLong = selection.length > SELECTION_MAX;
  if (isLong) args.push("--stdin");
  else args.push(...selection, "--");
  const found = gitRecords(args, isLong ? { folder, input: `${selection.join("\n")}\n` } : { folder });
  if (query.paths === true) yield* commitsWithPaths(found);
  else for await (const records of found) yield records.map((record) => parseCommit(record));
}

async function* commitsWithPaths(found: AsyncIterable<readonly string[]>): AsyncGenerator<readonly Commit[]> {
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
  let offset = 0;
  const line = (): string => {
    const end = record.indexOf("\n", offset);
    const text = record.slice(offset, end);
    offset = end + 1;
    return text;
  };
  const hash = line();
  const parents = line();
  const author = { name: line(), email: line() };
  const authoredAt = Number(line());
  const committedAt = Number(line());
  return {
    hash,
    parents: parents === "" ? [] : parents.split(" "),
    author,
    authoredAt,
    committedAt,
    message: record.slice(offset),
  };
}
